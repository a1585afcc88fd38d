import { truncate } from "../../lib/truncate.ts";
import type { Description } from "../../route/description.ts";
import { shownFields } from "./details-text.ts";

/** How a service marks its text up. */
export interface Markup {
  readonly escape: (value: string) => string;
  readonly bold: (escaped: string) => string;
  /** Before each fact. */
  readonly bullet: string;
  /** Between lines. */
  readonly newline: string;
  /** What a cut may not break: entities, escapes, tags. */
  readonly whole: RegExp;
}

/** Room for the line that says how much is missing. */
const REST_LENGTH = 30;

/** The title as one line, with its sign, of at most `limit` characters. */
export function layOutTitle(sign: string, title: string, markup: Markup, limit: number): string {
  const room = limit - `${sign} ${markup.bold("")}`.length;
  return `${sign} ${markup.bold(truncate(markup.escape(title), room, markup.whole))}`;
}

/**
 * The summary and the facts in a service's own markup, in at most `limit` characters. A text is cut before it is marked
 * up, so that nothing that was opened stays open; the summary and each fact may take half of the room, and a fact that
 * does not fit any more is counted instead.
 */
export function layOutDetails(description: Description, markup: Markup, limit: number): string {
  const { summary } = description;
  const { bold, bullet, newline, whole } = markup;
  const half = Math.floor(limit / 2) - REST_LENGTH;
  const { shown, left } = shownFields(description);
  const head = summary === "" ? "" : truncate(markup.escape(summary), half, whole);
  const lines = shown.map(({ label, value }) => {
    const name = truncate(markup.escape(label), Math.floor(half / 4), whole);
    const start = `${bullet}${bold(`${name}:`)} `;
    return start + truncate(markup.escape(value), half - start.length, whole);
  });
  let text = head;
  for (const [index, line] of lines.entries()) {
    const gap = text === "" ? "" : index === 0 ? newline.repeat(2) : newline;
    if (text.length + gap.length + line.length + REST_LENGTH > limit) return rest(text, lines.length - index + left);
    text += gap + line;
  }
  return left === 0 ? text : rest(text, left);

  function rest(before: string, count: number): string {
    return `${before}${before === "" ? "" : newline}${bullet}and ${count} more`;
  }
}

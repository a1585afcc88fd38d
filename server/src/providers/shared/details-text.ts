import { truncate } from "../../lib/truncate.ts";
import { type Description, type Field, fieldLine } from "../../route/description.ts";

/** More facts than this make a message unreadable. */
const MAX_FIELDS = 30;

/** The facts that a message shows, and how many it does not. */
export function shownFields({ fields, unlisted = 0 }: Pick<Description, "fields" | "unlisted">): {
  readonly shown: readonly Field[];
  readonly left: number;
} {
  const shown = fields.slice(0, MAX_FIELDS);
  return { shown, left: fields.length - shown.length + unlisted };
}

/** Every fact by its label, for services that keep them apart from the text. */
export function allFields({ fields, unlisted = 0 }: Description): readonly (readonly [label: string, value: string])[] {
  const facts = fields.map(({ label, value }) => [label, value] as const);
  return unlisted === 0 ? facts : [...facts, ["and more", String(unlisted)]];
}

/** Room for the line that says how much is missing. */
const REST_LENGTH = 30;

/** What stands below the title, as plain text of at most `limit` characters; what is cut is never the link. */
export function detailsText(description: Description, limit: number): string {
  const { summary, url } = description;
  const room = url === null ? limit : limit - url.length - 2;
  const { shown, left } = description.unlisted === undefined ? shownFields(description) : listed(description, room);
  const facts = shown.map(fieldLine);
  if (left > 0) facts.push(`and ${left} more`);
  const text = truncate([summary, facts.join("\n")].filter((part) => part !== "").join("\n\n"), room);
  if (url === null) return text;
  return text === "" ? url : `${text}\n\n${url}`;
}

/** Of a list, only what is whole: the rest is counted. */
function listed(description: Description, room: number): ReturnType<typeof shownFields> {
  const { shown, left } = shownFields(description);
  let used = description.summary.length + REST_LENGTH;
  const fitting = shown.filter((field) => {
    used += fieldLine(field).length + 1;
    return used <= room;
  });
  return { shown: fitting, left: left + shown.length - fitting.length };
}

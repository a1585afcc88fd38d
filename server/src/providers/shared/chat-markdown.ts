import type { Description } from "../../route/description.ts";
import { cleanText } from "./clean-text.ts";
import { fitBytes } from "./fit-bytes.ts";
import { layOutDetails, layOutTitle, type Markup } from "./lay-out.ts";
import { SIGNS } from "./tone.ts";

const ZERO_WIDTH_SPACE = "\u200b";
/** Where a link, an image, a tag or a mention would begin or join. */
const JOINTS = /<|\](?=[([:])/g;
/** A break of a line: some of these services ask for two spaces before it, the others do not mind them. */
const BREAK = "  \n";

/**
 * Makes a value safe for the part of Markdown that DingTalk and WeCom know. They know no escapes, so what would become a
 * link, a tag or a mention is parted by a space without width; marks that only change how a text looks stay.
 */
export function escapeChatMarkdown(value: string): string {
  return cleanText(value).replace(JOINTS, `$&${ZERO_WIDTH_SPACE}`).replaceAll("\n", BREAK);
}

/** Links and bold names, which a cut may not break. */
export const CHAT_MARKDOWN_WHOLE = /\[[^\]\n]*\]\([^)\n]*\)|\*\*[^*\n]*\*\*/g;

const markup: Markup = {
  escape: escapeChatMarkdown,
  bold: (escaped) => `**${escaped}**`,
  bullet: "- ",
  newline: "\n",
  whole: CHAT_MARKDOWN_WHOLE,
};

/** The default message for these services in at most `limit` bytes: title, reason, facts and link. */
export function chatMarkdown(description: Description, limit: number): string {
  const { title, url, tone } = description;
  const link = url === null ? "" : `[Open in Watchbell](${linkTarget(url)})`;
  return fitBytes(
    limit,
    (text) => Buffer.byteLength(text),
    (room) => {
      const head = layOutTitle(SIGNS[tone], title, markup, room);
      const details = layOutDetails(description, markup, room - head.length - link.length);
      return [head, details, link].filter((part) => part !== "").join("\n\n");
    },
  );
}

/** Inside `(…)` a bracket or a space would end the address. */
function linkTarget(url: string): string {
  return url.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll(" ", "%20");
}

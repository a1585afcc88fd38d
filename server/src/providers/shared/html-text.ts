import { truncate } from "../../lib/truncate.ts";
import { cleanText } from "./clean-text.ts";
import type { Markup } from "./lay-out.ts";
import { escapeHtml } from "./mail-text.ts";

/** Entities and tags, which a cut may not break. */
const WHOLE = /&(?:[a-z]+|#\d+);|<[^<>]*>/gi;
const TAG = /<(\/?)([a-z][a-z0-9-]*)[^<>]*?(\/?)>/gi;
/** Elements without an end. */
const VOID = new Set(["br", "hr", "img"]);

/** The HTML that chat services know: bold, and lines that break where the text does. */
export const htmlMarkup: Markup = {
  escape: (value) => escapeHtml(cleanText(value)),
  bold: (escaped) => `<b>${escaped}</b>`,
  bullet: "",
  newline: "\n",
  whole: WHOLE,
};

/** A link in HTML. */
export function htmlLink(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}

/** Cuts HTML to at most `limit` characters and closes what is open then. */
export function truncateHtml(html: string, limit: number): string {
  if (html.length <= limit) return html;
  for (let room = limit; room > 0; ) {
    const cut = truncate(html, room, WHOLE);
    const ends = endsOf(cut);
    if (cut.length + ends.length <= limit) return cut + ends;
    room = Math.min(room - 1, limit - ends.length);
  }
  return truncate(stripTags(html), limit, WHOLE);
}

/** What an HTML model says as plain text; its values are not filled in yet, so none of theirs is taken for a tag. */
export function stripTags(model: string): string {
  return model
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(TAG, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

/** True when a text has tags of its own. */
export function hasTags(model: string): boolean {
  return new RegExp(TAG.source, "i").test(model);
}

function endsOf(html: string): string {
  const open: string[] = [];
  for (const [, end, name = "", empty] of html.matchAll(TAG)) {
    const tag = name.toLowerCase();
    if (empty === "/" || VOID.has(tag)) continue;
    if (end === "/") {
      const at = open.lastIndexOf(tag);
      if (at !== -1) open.splice(at);
    } else open.push(tag);
  }
  return open
    .reverse()
    .map((tag) => `</${tag}>`)
    .join("");
}

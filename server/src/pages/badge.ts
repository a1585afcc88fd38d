import type { ShownBadge } from "../actions/show-badge.ts";
import type { ShownStatus } from "../model/index.ts";
import { html } from "./html.ts";

/** White on each is read easily (a contrast of 4.5 at least). */
const COLOURS: Readonly<Record<ShownStatus, string>> = {
  up: "#2b7a3d",
  late: "#9a5b00",
  down: "#c2261c",
  paused: "#667080",
  new: "#667080",
};

/** Longer names are cut: a badge stands in a line of text. */
const MOST_CHARACTERS = 60;
const PADDING = 7;

/** Widths in Verdana at 11 px; what is in none is as wide as most small letters. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'|!,.:;]/, 4],
  [/[ ftrI()[\]{}/\\"-]/, 4.8],
  [/[mwMW%@&—]/, 10.2],
  [/[A-Z<>=+~#_]/, 8],
  // East Asian characters and pictures are as wide as they are high.
  [/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u, 11],
];
const OTHER_WIDTH = 6.8;

/** How wide a text is drawn, near enough: the picture stretches the text to it. */
function textWidth(text: string): number {
  const widths = Array.from(text, (character) => WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? OTHER_WIDTH);
  return Math.max(1, Math.round(widths.reduce((sum, width) => sum + width, 0)));
}

/** Draws a badge as SVG: what it is about, and its status as a word on its colour. */
export function renderBadge({ label, status }: ShownBadge): string {
  const name = shorten(label);
  const [left, right] = [textWidth(name), textWidth(status)];
  const split = left + 2 * PADDING;
  const width = split + right + 2 * PADDING;
  const said = (text: string, from: number, length: number) =>
    html`<text x="${from + PADDING}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${text}</text>`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-labelledby="title">
<title id="title">${name}: ${status}</title>
<clipPath id="round"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="${split}" height="20" fill="#444b55"/><rect x="${split}" width="${width - split}" height="20" fill="${COLOURS[status]}"/></g>
<g fill="#fff" font-family="Verdana, Geneva, DejaVu Sans, sans-serif" font-size="11">${said(name, 0, left)}${said(status, split, right)}</g>
</svg>
`.html;
}

/** XML takes no control characters, and names of monitors that make themselves may hold any. */
function shorten(label: string): string {
  const characters = Array.from(label.toWellFormed().replace(/\p{Cc}|[\ufffe\uffff]/gu, " "));
  return characters.length <= MOST_CHARACTERS
    ? characters.join("")
    : `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…`;
}

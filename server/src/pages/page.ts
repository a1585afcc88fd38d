import { createHash } from "node:crypto";
import { type Html, html, NOTHING } from "./html.ts";
import { STYLE } from "./style.ts";

/** A whole document. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Seconds after which it loads itself again; absent: never. */
  readonly refreshSeconds?: number | undefined;
}

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Nothing but our own style is taken from anywhere, forms go home, and nobody puts a page into a frame. */
export const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Draws a whole document. */
export function renderPage({ title, body, refreshSeconds }: Page): string {
  const refresh =
    refreshSeconds === undefined ? NOTHING : html`<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
${refresh}
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
${body}
</body>
</html>
`.html;
}

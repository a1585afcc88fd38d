import { createHash } from "node:crypto";
import { type Html, html, NOTHING } from "./html.ts";
import { STYLE } from "./style.ts";

/** A style, and the policy under which a page works that has it. */
export interface Dress {
  readonly style: string;
  readonly policy: string;
}

/** A whole document. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What else stands in the head; absent: that no search engine may list the page. */
  readonly head?: Html | undefined;
  readonly dress?: Dress | undefined;
  /** Seconds after which it loads itself again; absent: never. */
  readonly refreshSeconds?: number | undefined;
}

/** Nothing but this very style, and what is named besides, is taken from anywhere; forms go home; no frame holds the page. */
export function dressOf(style: string, besides = ""): Dress {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; ${besides}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  return { style, policy };
}

const NOINDEX = html`<meta name="robots" content="noindex">`;

/** The dress of all pages that show no other. */
export const PLAIN = dressOf(STYLE);

/** Draws a whole document. */
export function renderPage({ title, body, refreshSeconds, head = NOINDEX, dress = PLAIN }: Page): string {
  const refresh =
    refreshSeconds === undefined ? NOTHING : html`<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
${head}
${refresh}
<title>${title}</title>
<style>${{ html: dress.style }}</style>
</head>
<body>
${body}
</body>
</html>
`.html;
}

import { type Description, fieldLine } from "../../route/description.ts";

const COLOURS = { bad: "#b3261e", good: "#1b7f3b", neutral: "#44546a" } as const;
const BODY = "margin:0;padding:16px;font:15px/1.45 system-ui,sans-serif;color:#1a1a1a";
const LABEL = "padding:2px 12px 2px 0;color:#5c5c5c;vertical-align:top;white-space:nowrap";

/** The plain half of a mail. */
export function mailText(description: Description, topic: string): string {
  const { title, summary, fields, url } = description;
  const facts = [...fields.map(fieldLine), ...restOf(description)].join("\n");
  const parts = [title, summary, facts, url ?? "", `-- \nWatchbell, topic ${topic}`];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The HTML half of a mail: works without style sheets, images or scripts. */
export function mailHtml(description: Description, topic: string): string {
  const { title, summary, fields, url, tone } = description;
  const rows = fields.map(
    ({ label, value }) =>
      `<tr><td style="${LABEL}">${escapeHtml(label)}</td><td style="white-space:pre-wrap">${escapeHtml(value)}</td></tr>`,
  );
  const parts = [
    `<h1 style="margin:0 0 8px;padding-left:10px;border-left:6px solid ${COLOURS[tone]};font-size:20px">${escapeHtml(title)}</h1>`,
    summary === "" ? "" : `<p style="margin:0 0 12px">${escapeHtml(summary)}</p>`,
    rows.length === 0 ? "" : `<table style="border-collapse:collapse;font-size:14px">${rows.join("")}</table>`,
    ...restOf(description).map((text) => `<p style="margin:4px 0 0">${text}</p>`),
    url === null ? "" : `<p style="margin:12px 0 0"><a href="${escapeHtml(url)}">Open in Watchbell</a></p>`,
    `<p style="margin:16px 0 0;font-size:12px;color:#5c5c5c">Watchbell, topic ${escapeHtml(topic)}</p>`,
  ];
  return htmlPage(parts.filter((part) => part !== "").join("\n"));
}

function restOf({ unlisted = 0 }: Description): readonly string[] {
  return unlisted === 0 ? [] : [`and ${unlisted} more`];
}

/** A page around text that keeps its line breaks. */
export function htmlOfText(text: string): string {
  return htmlPage(`<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`);
}

function htmlPage(body: string): string {
  return `<!doctype html>\n<html><head><meta charset="utf-8"></head><body style="${BODY}">\n${body}\n</body></html>\n`;
}

/** Escapes text for HTML, inside elements and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

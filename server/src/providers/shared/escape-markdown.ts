import { cleanText } from "./clean-text.ts";

/** Addresses stay as they are: a backslash would break them, and their characters start no markup. */
const ADDRESS = /https?:\/\/[\w.~:/?#@!$&'+,;=%-]+/g;

/** Puts a backslash before each match of `marks`, but not inside addresses. */
export function escapeMarkdown(text: string, marks: RegExp): string {
  let escaped = "";
  let from = 0;
  const clean = cleanText(text);
  for (const { 0: address, index } of clean.matchAll(ADDRESS)) {
    escaped += clean.slice(from, index).replace(marks, "\\$&") + address;
    from = index + address.length;
  }
  return escaped + clean.slice(from).replace(marks, "\\$&");
}

/** A link in Markdown; a parenthesis would end the address. */
export function markdownLink(url: string, label: string): string {
  return `[${label}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

import { truncate } from "../../lib/truncate.ts";
import { type Description, type Field, fieldLine } from "../../route/description.ts";

/** More facts than this make a message unreadable. */
const MAX_FIELDS = 30;

/** The facts that a message shows, and how many it does not. */
export function shownFields(fields: readonly Field[]): { readonly shown: readonly Field[]; readonly left: number } {
  const shown = fields.slice(0, MAX_FIELDS);
  return { shown, left: fields.length - shown.length };
}

/** What stands below the title, as plain text of at most `limit` characters; what is cut is never the link. */
export function detailsText({ summary, fields, url }: Description, limit: number): string {
  const { shown, left } = shownFields(fields);
  const facts = shown.map(fieldLine);
  if (left > 0) facts.push(`and ${left} more`);
  const text = [summary, facts.join("\n")].filter((part) => part !== "").join("\n\n");
  if (url === null) return truncate(text, limit);
  return text === "" ? url : `${truncate(text, limit - url.length - 2)}\n\n${url}`;
}

import type { PublicIncident, PublicStatus } from "../actions/show-status-page.ts";
import { type Html, html } from "./html.ts";
import { incidentInWords } from "./status-page.ts";
import { wordsOfZone, type ZoneWords } from "./status-words.ts";

/** Draws the incidents of a status page as an Atom feed (RFC 4287). */
export function renderStatusFeed(status: PublicStatus): string {
  const { title, url, timezone, now } = status;
  const incidents = status.incidents ?? [];
  const words = wordsOfZone(timezone);
  // A feed that nothing happened in is as old as the day: it must have some date, and not a new one each time.
  const updatedAt = Math.max(now - (now % 86_400_000), ...incidents.map(changedAt));
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${xml(url)}</id>
<title>${xml(title)}: incidents</title>
<updated>${new Date(updatedAt).toISOString()}</updated>
<link href="${xml(url)}"/>
<link rel="self" href="${xml(url)}.atom"/>
<author><name>${xml(title)}</name></author>
${incidents.map((incident) => renderEntry(incident, status, words))}</feed>
`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed.html}`;
}

function renderEntry(incident: PublicIncident, { url, now }: PublicStatus, words: ZoneWords): Html {
  const { id, name, fromAt, toAt } = incident;
  const text =
    toAt === null ? `has been down since ${words.time(fromAt)} ${words.zone}.` : incidentInWords(incident, now, words);
  return html`<entry>
<id>${xml(url)}#${id}</id>
<title>${xml(name)} ${toAt === null ? "is down" : "was down"}</title>
<published>${new Date(fromAt).toISOString()}</published>
<updated>${new Date(changedAt(incident)).toISOString()}</updated>
<link href="${xml(url)}#${id}"/>
<content type="text">${xml(name)} ${text}</content>
</entry>
`;
}

function changedAt({ fromAt, toAt }: PublicIncident): number {
  return toAt ?? fromAt;
}

/** XML takes no control characters, and names of monitors that make themselves may hold any. */
function xml(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}|[\ufffe\uffff]/gu, " ");
}

import type { PublicGroup, PublicIncident, PublicStatus } from "../actions/show-status-page.ts";
import { UPTIME_DAYS } from "../actions/show-uptime.ts";
import { durationInWords } from "../lib/words.ts";
import { type Html, html, NOTHING } from "./html.ts";
import { renderPage } from "./page.ts";
import { renderMonitor } from "./status-bars.ts";
import { STATUS_DRESS } from "./status-style.ts";
import { type Verdict, verdictOf, wordsOfZone, type ZoneWords } from "./status-words.ts";

/** Draws what a project shows to everybody, without a script. */
export function renderStatusPage(status: PublicStatus, { refreshes }: { readonly refreshes: boolean }): string {
  const { title, description, note, groups, counts, timezone, now, slug } = status;
  const words = wordsOfZone(timezone);
  const verdict = verdictOf(counts);
  const shown = groups.filter(({ monitors }) => monitors.length > 0);
  const body = html`<header>
<h1>${title}</h1>
${description === "" ? NOTHING : html`<p class="about">${description}</p>`}
</header>
<main>
<section class="sum ${verdict.tone}" aria-label="Summary">
<i class="ic" aria-hidden="true"></i>
<div><h2>${verdict.headline}</h2>
<p>${verdict.detail === "" ? NOTHING : html`${verdict.detail} · `}<time datetime="${isoMinute(now)}">${words.date(now)}, ${words.time(now)} ${words.zone}</time></p></div>
</section>
${note === "" ? NOTHING : html`<section class="note" aria-labelledby="note"><h2 id="note">Announcement</h2><p>${note}</p></section>`}
${shown.map((group, index) => renderGroup(group, index, words))}
${status.incidents === null || shown.length === 0 ? NOTHING : renderIncidents(status.incidents, status, words)}
</main>
<footer>
<p>${refreshes ? html`Loads itself again every minute. <a href="?refresh=off">Stop that</a>` : html`<a href="${slug}">Load again every minute</a>`}</p>
<p><a href="${slug}.atom">Feed</a> · <a href="${slug}.json">JSON</a> · Watched by Watchbell</p>
</footer>`;
  return renderPage({
    title: `${verdict.headline} · ${title}`,
    head: headOf(status, verdict),
    body,
    dress: STATUS_DRESS,
  });
}

/** To the minute, so that the page of a minute in which nothing happened is the same page. */
function isoMinute(at: number): string {
  return new Date(Math.floor(at / 60_000) * 60_000).toISOString();
}

const ICON_COLOURS: Readonly<Record<Verdict["tone"], string>> = {
  good: "%232b7a3d",
  bad: "%23c2261c",
  none: "%23667080",
};

function headOf({ slug, title }: PublicStatus, { tone }: Verdict): Html {
  const icon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='${ICON_COLOURS[tone]}'/></svg>`;
  return html`<link rel="icon" href="${icon}">
<link rel="alternate" type="application/atom+xml" title="${title}: incidents" href="${slug}.atom">`;
}

function renderGroup({ name, monitors }: PublicGroup, index: number, words: ZoneWords): Html {
  const id = `group-${index + 1}`;
  const heading = name === null ? html`<h2 id="${id}" class="vh">Systems</h2>` : html`<h2 id="${id}">${name}</h2>`;
  return html`<section aria-labelledby="${id}">
${heading}
<ul class="card">
${monitors.map((monitor) => renderMonitor(monitor, words))}</ul>
<p class="axis" aria-hidden="true"><span class="all">${UPTIME_DAYS} days ago</span><span class="few">${UPTIME_DAYS / 2} days ago</span><span>today</span></p>
</section>
`;
}

function renderIncidents(
  incidents: readonly PublicIncident[],
  { incidentDays, now }: PublicStatus,
  words: ZoneWords,
): Html {
  const days = Map.groupBy(incidents, ({ fromAt }) => words.day(fromAt));
  const list = [...days.values()].map((ofDay) => renderDay(ofDay, now, words));
  return html`<section aria-labelledby="incidents">
<h2 id="incidents">Incidents of the last ${incidentDays} days</h2>
${list.length === 0 ? html`<p class="quiet">None.</p>` : list}
</section>`;
}

function renderDay(incidents: readonly PublicIncident[], now: number, words: ZoneWords): Html {
  const lines = incidents.map(
    (incident) =>
      html`<li id="${incident.id}"${incident.toAt === null ? html` class="open"` : NOTHING}><strong>${incident.name}</strong> ${incidentInWords(incident, now, words)}</li>
`,
  );
  return html`<div class="day"><h3>${words.date(incidents[0]?.fromAt ?? now)}</h3>
<ul>
${lines}</ul></div>
`;
}

/** When an outage was, and never why: reasons are for members only. */
export function incidentInWords({ fromAt, toAt, endedBy }: PublicIncident, now: number, words: ZoneWords): string {
  const from = words.time(fromAt);
  if (toAt === null) return `has been down since ${from}, for ${lengthInWords(now - fromAt)}.`;
  const to = words.day(toAt) === words.day(fromAt) ? words.time(toAt) : `${words.date(toAt)}, ${words.time(toAt)}`;
  const length = lengthInWords(toAt - fromAt);
  const paused = endedBy === "paused" ? " Since then it was paused." : "";
  return `was down from ${from} to ${to}, for ${length}.${paused}`;
}

/** Seconds tell something of short outages only, and would make the page another one at each look. */
function lengthInWords(ms: number): string {
  return ms < 60_000 ? durationInWords(ms) : durationInWords(Math.floor(ms / 60_000) * 60_000);
}

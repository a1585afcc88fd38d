import type { PublicMonitor } from "../actions/show-status-page.ts";
import type { DayBar } from "../judge/uptime.ts";
import { countInWords } from "../lib/words.ts";
import { type Html, html } from "./html.ts";
import { dayInWords, percentInWords, STATUS_WORDS, type ZoneWords } from "./status-words.ts";

/**
 * Draws one monitor: its name and status, its uptime and a bar for each day. A pointer over a bar tells that day; who has
 * none opens the list of the days that had outages, which is the text alternative too.
 */
export function renderMonitor({ name, status, percent, days }: PublicMonitor, words: ZoneWords): Html {
  const uptime =
    percent === null ? html`<span class="pc">–</span>` : html`<span class="pc">${percentInWords(percent)}</span>`;
  const head = html`<div class="mh"><h3>${name}</h3><p>${uptime}<span class="st ${status}"><i class="ic" aria-hidden="true"></i>${STATUS_WORDS[status]}</span></p></div>`;
  // Joined from plain text, because there may be many thousands; nothing in these words is from outside.
  const told = days.map((day) => ({ day, text: dayInWords(day) }));
  const bars: Html = {
    html: `<span class="bars" aria-hidden="true">${told.map(({ day, text }) => `<i class="${kindOf(day)}" data-t="${words.shortDate(day.fromAt)}: ${text}"></i>`).join("")}</span>`,
  };
  const hurt = told.filter(({ day }) => day.incidents > 0);
  if (hurt.length === 0) {
    return html`<li class="m">${head}${bars}<p class="vh">${quietText(days)}</p></li>
`;
  }
  const list: Html = {
    html: hurt
      .map(({ day, text }) => `<li>${words.date(day.fromAt)}: ${text}</li>`)
      .reverse()
      .join(""),
  };
  const count = countInWords(hurt.length, "day");
  return html`<li class="m">${head}<details><summary>${bars}<span class="more">${count} with outages<span class="vh"> of ${name} in the last ${days.length} days</span></span></summary><ul class="hurt">${list}</ul></details></li>
`;
}

function quietText(days: readonly DayBar[]): string {
  const watched = days.filter(({ percent }) => percent !== null).length;
  if (watched === 0) return `No data in the last ${days.length} days.`;
  return `No outages in the last ${countInWords(watched, "day")} with data.`;
}

/** How much of a bar is red: seen by its form also where no colour is. */
function kindOf({ percent, incidents }: DayBar): string {
  if (percent === null) return "n";
  if (incidents === 0 || percent === 100) return "u";
  if (percent >= 99) return "a";
  if (percent >= 90) return "b";
  return percent >= 50 ? "c" : "d";
}

import { describe, expect, it } from "vitest";
import type { PublicIncident, PublicMonitor, PublicStatus } from "../actions/show-status-page.ts";
import { dayBars, type StatusLog } from "../judge/uptime.ts";
import { countStatuses } from "../judge/worst-status.ts";
import type { ShownStatus } from "../model/index.ts";
import { publicPages } from "./public-pages.ts";
import { percentInWords, verdictOf } from "./status-words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Wednesday, 2026-03-04 12:00 UTC. */
const NOW = Date.UTC(2026, 2, 4, 12);

function monitor(name: string, status: ShownStatus = "up", changes: StatusLog["changes"] = []): PublicMonitor {
  const log: StatusLog = { createdAt: NOW - 100 * DAY, status: status === "down" ? "down" : "up", changes };
  const days = dayBars(log, [], { days: 90, timezone: "UTC", now: NOW });
  return { id: `id-${name}`, name, status, percent: status === "new" ? null : 99.987, days };
}

function incident(name: string, fromAt: number, toAt: number | null, change: Partial<PublicIncident> = {}) {
  const endedBy = toAt === null ? null : ("up" as const);
  return { id: `i-${fromAt}`, monitorId: `id-${name}`, name, fromAt, toAt, endedBy, ...change };
}

function statusOf(monitors: readonly PublicMonitor[], change: Partial<PublicStatus> = {}): PublicStatus {
  return {
    slug: "acme",
    title: "Acme",
    description: "",
    note: "",
    incidentDays: 14,
    url: "https://watch.example.org/status/acme",
    timezone: "UTC",
    now: NOW,
    counts: countStatuses(monitors.map(({ status }) => status)),
    groups: [{ name: null, monitors }],
    incidents: [],
    ...change,
  };
}

const draw = (status: PublicStatus): string => publicPages.status(status, { refreshes: true });
/** What a reader sees, without the style and the markup. */
const read = (status: PublicStatus): string =>
  draw(status)
    .replace(/<style>[\s\S]*<\/style>/, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("the headline of a status page", () => {
  it.each<[readonly ShownStatus[], string, string]>([
    [["up", "up"], "good", "All systems working | "],
    [["up", "late", "paused"], "good", "All systems working | 1 late, still within grace · 1 paused"],
    [["up", "new"], "good", "All systems working | "],
    [["up", "down"], "bad", "1 problem | 1 of 2 systems down"],
    [["down", "down", "late"], "bad", "2 problems | 2 of 3 systems down · 1 late, still within grace"],
    [["paused", "paused"], "none", "Everything is paused | Nothing is watched now"],
    [["new", "paused"], "none", "No data yet | Nothing was heard so far"],
    [[], "none", "Nothing is shown here yet | "],
  ])("for %j is %s: %s", (statuses, tone, words) => {
    const verdict = verdictOf(countStatuses(statuses));
    expect([verdict.tone, `${verdict.headline} | ${verdict.detail}`]).toEqual([tone, words]);
  });
});

describe("an uptime in words", () => {
  it.each([
    [100, "100 %"],
    [99.999, "99.999 %"],
    [99.995, "99.995 %"],
    [99.987, "99.98 %"],
    [98.2, "98.20 %"],
    [0.004, "0.00 %"],
    [0, "0 %"],
  ])("%d is %s", (percent, words) => {
    expect(percentInWords(percent)).toBe(words);
  });
});

describe("a status page", () => {
  it("names each monitor with its status in words, its uptime and a bar for each day", () => {
    const page = draw(statusOf([monitor("Website"), monitor("API", "late")]));
    expect(page).toContain("<h3>Website</h3>");
    expect(page).toMatch(/99\.98 %.*Working[\s\S]*Late/);
    expect(page.match(/<i class="u" data-t="/g)).toHaveLength(180);
    expect(page).toContain('data-t="4 Mar: 100 % uptime"');
    expect(page).toContain("No outages in the last 90 days with data.");
  });

  it("tells days with outages by a bar of another form, and as a list that needs no pointer", () => {
    const changes = [
      { at: NOW - 3 * DAY, from: "up", to: "down" },
      { at: NOW - 3 * DAY + 30 * MINUTE, from: "down", to: "up" },
    ] as const;
    const page = draw(statusOf([monitor("Website", "up", changes)]));
    expect(page).toContain('<i class="b" data-t="1 Mar: 97.91 % uptime, 1 outage, down 30 minutes">');
    expect(page).toContain("<li>1 March 2026: 97.91 % uptime, 1 outage, down 30 minutes</li>");
    expect(page).toMatch(/<summary>.*1 day with outages<span class="vh"> of Website in the last 90 days<\/span>/);
  });

  it("escapes what people typed, everywhere", () => {
    const evil = `<script>alert("1")</script>&'`;
    const changes = [{ at: NOW - HOUR, from: "up", to: "down" }] as const;
    const status = statusOf([monitor(evil, "down", changes)], {
      title: evil,
      description: evil,
      note: evil,
      incidents: [incident(evil, NOW - HOUR, null)],
    });
    const named = { ...status, groups: [{ name: evil, monitors: status.groups[0]?.monitors ?? [] }] };
    for (const text of [draw(named), publicPages.feed(named), publicPages.notice({ title: evil, text: evil })]) {
      expect(text).not.toContain("<script");
      expect(text).toContain("&lt;script&gt;");
      expect(text).not.toMatch(/="[^"]*<[^>]*script/);
    }
  });

  it("tells incidents by day, newest first, and never why", () => {
    const text = read(
      statusOf([monitor("API", "down")], {
        incidents: [
          incident("API", NOW - 65 * MINUTE, null),
          incident("Web", NOW - DAY - HOUR, NOW - DAY - HOUR + 45_000),
          incident("Job", NOW - 2 * DAY, NOW - DAY, { endedBy: "paused" }),
        ],
      }),
    );
    expect(text).toContain(
      "Incidents of the last 14 days 4 March 2026 API has been down since 10:55, for 1 hour 5 minutes.",
    );
    expect(text).toContain("3 March 2026 Web was down from 11:00 to 11:00, for 45 seconds.");
    expect(text).toContain(
      "2 March 2026 Job was down from 12:00 to 3 March 2026, 12:00, for 1 day. Since then it was paused.",
    );
  });

  it("says that there were none, and nothing at all when it shall not tell them", () => {
    expect(read(statusOf([monitor("API")]))).toContain("Incidents of the last 14 days None.");
    expect(read(statusOf([monitor("API")], { incidents: null }))).not.toContain("Incidents");
  });

  it("without monitors says so, and leaves the rest out", () => {
    const text = read(statusOf([], { groups: [{ name: "Empty", monitors: [] }] }));
    expect(text).toContain("Nothing is shown here yet");
    expect(text).not.toMatch(/Empty|Incidents|days ago/);
  });

  it("writes times in the project's zone", () => {
    const incidents = [incident("API", NOW - DAY, NOW - DAY + HOUR)];
    const text = read(statusOf([monitor("API")], { timezone: "Asia/Tokyo", incidents }));
    expect(text).toContain("4 March 2026, 21:00 Asia/Tokyo");
    expect(text).toContain("API was down from 21:00 to 22:00, for 1 hour.");
  });

  it("is the same page for a whole minute in which nothing happens", () => {
    const at = (now: number): string => draw({ ...statusOf([monitor("API")]), now });
    expect(at(NOW + 59_999)).toBe(at(NOW));
    expect(at(NOW + MINUTE)).not.toBe(at(NOW));
  });

  it("needs no script, and names headings, lists and landmarks for who hears it", () => {
    const page = draw(statusOf([monitor("API")]));
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|style="/);
    for (const part of ['<html lang="en">', "<main>", "<footer>", "<h1>", 'aria-label="Summary"']) {
      expect(page).toContain(part);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(id);
    expect(page.match(/<h[1-3][ >]/g)?.map((tag) => Number(tag[2]))).toEqual([1, 2, 2, 3, 2]);
  });

  it("can be told not to load itself again", () => {
    expect(publicPages.status(statusOf([]), { refreshes: true })).toContain('<a href="?refresh=off">Stop that</a>');
    expect(publicPages.status(statusOf([]), { refreshes: false })).toContain(
      '<a href="acme">Load again every minute</a>',
    );
  });
});

describe("the feed of a status page", () => {
  it("has an entry for each incident, as old as its last change", () => {
    const incidents = [incident("API", NOW - HOUR, null), incident("Web", NOW - DAY, NOW - DAY + HOUR)];
    const feed = publicPages.feed(statusOf([monitor("API")], { incidents }));
    expect(feed).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom">/);
    expect(
      [...feed.matchAll(/<entry>[\s\S]*?<title>(.*?)<\/title>[\s\S]*?<updated>(.*?)<\/updated>/g)].map(
        ([, ...found]) => found,
      ),
    ).toEqual([
      ["API is down", "2026-03-04T11:00:00.000Z"],
      ["Web was down", "2026-03-03T13:00:00.000Z"],
    ]);
    expect(feed).toContain("<updated>2026-03-04T11:00:00.000Z</updated>\n<link");
  });

  it("is the same feed as long as nothing happens on a day, and valid with names that XML does not take", () => {
    const at = (now: number): string => publicPages.feed({ ...statusOf([], { title: "a\u0001b" }), now });
    expect(at(NOW + 11 * HOUR)).toBe(at(NOW));
    expect(at(NOW)).toContain("<title>a b: incidents</title>");
  });
});

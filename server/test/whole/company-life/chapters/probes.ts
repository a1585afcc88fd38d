import { berlin } from "../berlin.ts";
import type { Chapter, PageAnswer } from "../chapter.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const OPENING = berlin("2026-03-26T08:00");

function isWithin(now: number, from: string, until: string): boolean {
  return berlin(from) <= now && now < berlin(until);
}

function interval(seconds: number): object {
  return { type: "period", periodSeconds: seconds, graceSeconds: 0 };
}

function task(report: object): PageAnswer {
  return { status: 200, body: JSON.stringify({ process: "import", server: "erp", ...report }) };
}

/** The import of the stock, which sleeps from 22:00 to 06:00 UTC: until 07:00 in winter, until 08:00 in summer. */
function stockPage(now: number): PageAnswer {
  const intoNight = (now % DAY_MS) - 22 * HOUR_MS;
  const asleepMs = (intoNight + DAY_MS) % DAY_MS;
  const lastrun = new Date(asleepMs < 8 * HOUR_MS ? now - asleepMs : now).toISOString();
  const isBroken =
    isWithin(now, "2026-03-31T01:00", "2026-03-31T04:00") ||
    isWithin(now, "2026-04-01T10:07", "2026-04-01T11:00") ||
    isWithin(now, "2026-04-08T03:00", "2026-04-08T09:00");
  const said = isBroken ? { status: "error", reason: "disk full" } : { status: "ok" };
  return task({ ...said, lastrun, frequency: 15, sleep: [{ start: "22:00:00", duration: 480 }] });
}

/** A task that sleeps across midnight. */
export const stockImport: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "stock import",
          schedule: interval(1_800),
          probe: { type: "task", url: `${company.pagesUrl}/stock`, retries: 0, errorIntervalMs: 60_000 },
        }),
    },
  ],
  pages: { "/stock": stockPage },
  told: [
    // It was in error from 01:00 to 04:00 on 31 March too, but asleep.
    ["2026-04-01T10:30:00+02:00", "slack/team", "🔴 *stock import is DOWN*"],
    ["2026-04-01T10:30:00+02:00", "webhook/wall", "stock import is DOWN"],
    ["2026-04-01T11:00:00+02:00", "slack/team", "🟢 *stock import is UP*"],
    ["2026-04-01T11:00:00+02:00", "webhook/wall", "stock import is UP"],
    // In error since 03:00, and awake from 08:00 on.
    ["2026-04-08T08:00:00+02:00", "slack/team", "🔴 *stock import is DOWN*"],
    ["2026-04-08T08:00:00+02:00", "webhook/wall", "stock import is DOWN"],
    ["2026-04-08T09:00:00+02:00", "slack/team", "🟢 *stock import is UP*"],
    ["2026-04-08T09:00:00+02:00", "webhook/wall", "stock import is UP"],
  ],
};

/** It says that all is well, but did not run from Friday 13:00 to Saturday 08:00; half an hour of that it was asleep. */
function pricesPage(now: number): PageAnswer {
  const lastRunAt = isWithin(now, "2026-03-27T13:00", "2026-03-28T08:00") ? berlin("2026-03-27T13:00") : now;
  // No zone: UTC.
  const lastrun = new Date(lastRunAt).toISOString().slice(0, 19);
  return task({ status: "OK", lastrun, sleep: [{ start: "23:45:00", duration: 30 }] });
}

/** A task that runs no more. */
export const priceFeed: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "price feed",
          schedule: interval(3_600),
          probe: { type: "task", url: `${company.pagesUrl}/prices`, retries: 0 },
        }),
    },
  ],
  pages: { "/prices": pricesPage },
  told: [
    ["2026-03-27T14:00:00+01:00", "slack/team", "🔴 *price feed is DOWN*"],
    ["2026-03-27T14:00:00+01:00", "webhook/wall", "price feed is DOWN"],
    ["2026-03-28T08:00:00+01:00", "slack/team", "🟢 *price feed is UP*"],
    ["2026-03-28T08:00:00+01:00", "webhook/wall", "price feed is UP"],
  ],
};

/** Two failures in a row are an outage, one is none. */
export const shopFront: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "shop front",
          topics: ["ops+oncall"],
          schedule: interval(3_600),
          failuresToDown: 2,
          probe: { type: "http", url: `${company.pagesUrl}/shop`, retries: 0 },
        }),
    },
  ],
  pages: {
    "/shop": (now) =>
      isWithin(now, "2026-03-27T14:55", "2026-03-27T15:05") || isWithin(now, "2026-03-30T14:55", "2026-03-30T16:10")
        ? { status: 502, body: "bad gateway" }
        : { status: 200, body: "welcome" },
  },
  told: [
    ["2026-03-30T16:00:00+02:00", "slack/oncall", "🔴 *shop front is DOWN*"],
    ["2026-03-30T16:00:00+02:00", "pagerduty/duty", "trigger: shop front"],
    ["2026-03-30T17:00:00+02:00", "slack/oncall", "🟢 *shop front is UP*"],
    ["2026-03-30T17:00:00+02:00", "pagerduty/duty", "resolve: shop front"],
  ],
};

/** Paused while it is down: nobody is told but who keeps the incident open. When it is resumed all is well, which is no news. */
export const checkout: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "checkout",
          topics: ["ops+oncall"],
          schedule: interval(3_600),
          probe: {
            type: "http",
            url: `${company.pagesUrl}/checkout`,
            retries: 0,
            conditions: [{ type: "keyword", text: "we are open" }],
          },
        }),
    },
    { at: berlin("2026-04-02T11:15"), does: (company) => company.command("checkout", "pause") },
    { at: berlin("2026-04-02T12:10"), does: (company) => company.command("checkout", "resume") },
  ],
  pages: {
    "/checkout": (now) => ({
      status: 200,
      body: isWithin(now, "2026-04-02T10:50", "2026-04-02T12:00") ? "sorry" : "we are open",
    }),
  },
  told: [
    ["2026-04-02T11:00:00+02:00", "slack/oncall", "🔴 *checkout is DOWN*"],
    ["2026-04-02T11:00:00+02:00", "pagerduty/duty", "trigger: checkout"],
    ["2026-04-02T11:15:00+02:00", "pagerduty/duty", "resolve: checkout"],
  ],
};

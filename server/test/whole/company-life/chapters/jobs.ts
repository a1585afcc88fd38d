import { berlin, days, every, isWeekday, timesOf, without } from "../berlin.ts";
import { type Act, type Chapter, each } from "../chapter.ts";

const TIMEZONE = "Europe/Berlin";
const ALL = days("2026-03-26", "2026-04-08");
const EASTER = ["2026-04-03", "2026-04-06"];

/** A monitor on `default+alerts` is told to both of its targets. */
function toAll(at: string, sign: string, text: string): Chapter["told"] {
  return [
    [at, "slack/team", `${sign} *${text}*`],
    [at, "webhook/wall", text],
  ];
}

const OPENING = berlin("2026-03-26T08:00");

/** Every night at 02:30. In the night in which that time is skipped cron runs the job at 03:00. */
export const nightlyBackup: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "nightly backup",
          schedule: { type: "cron", expression: "30 2 * * *", timezone: TIMEZONE, graceSeconds: 1_800 },
        }),
    },
    ...nights(["02:30"], (company) => company.ping("nightly backup", "/start")),
    ...nights(["02:40"], (company) => company.ping("nightly backup")),
    // Its machine hung and was restarted.
    ...each([berlin("2026-03-29T05:10")], (company) => company.ping("nightly backup")),
  ],
  told: [
    ...toAll("2026-03-29T03:30:00+02:00", "🔴", "nightly backup is DOWN"),
    ...toAll("2026-03-29T05:10:00+02:00", "🟢", "nightly backup is UP"),
  ],
};

function nights(times: readonly string[], does: Act["does"]): readonly Act[] {
  const dates = days("2026-03-27", "2026-04-09").filter((date) => date !== "2026-03-29");
  return each(timesOf(dates, times), does);
}

/** Every hour of the office's day, not on holidays; one miss is borne. */
export const hourlyInvoices: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "hourly invoices",
          topics: ["ops+billing"],
          schedule: {
            type: "cron",
            expression: "0 8-18 * * 1-5",
            timezone: TIMEZONE,
            graceSeconds: 600,
            allowedMisses: 1,
            calendar: { timezone: TIMEZONE, weekdays: ["mon", "tue", "wed", "thu", "fri"], holidays: EASTER },
          },
        }),
    },
    ...each(invoiceRuns(), (company) => company.ping("hourly invoices")),
  ],
  told: [
    // The runs of 11:00 and 12:00 did not come; that of 11:00 on the next day is borne.
    ["2026-03-31T12:10:00+02:00", "slack/billing", "🔴 *hourly invoices is DOWN*"],
    ["2026-03-31T13:02:00+02:00", "slack/billing", "🟢 *hourly invoices is UP*"],
    // Down at 16:10 while Slack was away, and up again before its message was tried again: see `slackOutage`.
    ["2026-04-07T17:02:00+02:00", "slack/billing", "🟢 *hourly invoices was down for 52 minutes*"],
  ],
};

function invoiceRuns(): readonly number[] {
  const dates = ALL.filter((date) => isWeekday(date) && !EASTER.includes(date));
  const hours = Array.from({ length: 11 }, (_, n) => `${String(n + 8).padStart(2, "0")}:02`);
  const missed = ["2026-03-31T11:02", "2026-03-31T12:02", "2026-04-01T11:02", "2026-04-07T15:02", "2026-04-07T16:02"];
  return timesOf(dates, hours).filter((at) => !missed.map(berlin).includes(at));
}

/** It says itself that it failed; somebody takes the outage up, which ends nothing and repeats nothing. */
export const weeklyReport: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({
          name: "weekly report",
          schedule: { type: "cron", expression: "0 7 * * 1", timezone: TIMEZONE, graceSeconds: 3_600 },
        }),
    },
    { at: berlin("2026-03-30T07:05"), does: (company) => company.ping("weekly report") },
    { at: berlin("2026-04-06T07:05"), does: (company) => company.ping("weekly report", "/1") },
    { at: berlin("2026-04-06T08:00"), does: (company) => company.command("weekly report", "acknowledge") },
    { at: berlin("2026-04-06T08:30"), does: (company) => company.ping("weekly report", "/1") },
    { at: berlin("2026-04-06T09:15"), does: (company) => company.ping("weekly report", "/0") },
  ],
  told: [
    ...toAll("2026-04-06T07:05:00+02:00", "🔴", "weekly report is DOWN"),
    ...toAll("2026-04-06T09:15:00+02:00", "🟢", "weekly report is UP"),
  ],
};

/** Paused on the first day, and silent for two weeks. */
export const oldCrawler: Chapter = {
  acts: [
    {
      at: OPENING,
      does: (company) =>
        company.addMonitor({ name: "old crawler", schedule: { type: "period", periodSeconds: 86_400 } }),
    },
    { at: berlin("2026-03-26T09:00"), does: (company) => company.ping("old crawler") },
    { at: berlin("2026-03-26T18:00"), does: (company) => company.command("old crawler", "pause") },
  ],
  told: [],
};

const HOURLY = { type: "period", periodSeconds: 3_600, graceSeconds: 180 };
const HOUR_MS = 3_600_000;

/** Heard every hour. It lives through our deploy without an alarm, and breaks while Slack is away. */
export const queueWorker: Chapter = {
  acts: [
    { at: OPENING, does: (company) => company.addMonitor({ name: "queue worker", schedule: HOURLY }) },
    ...each(
      without(
        without(every(HOUR_MS, "2026-03-26T08:35", "2026-04-09T08:00"), "2026-03-30T16:35", "2026-03-30T16:36"),
        "2026-04-07T14:35",
        "2026-04-07T17:05",
      ),
      (company) => company.ping("queue worker"),
    ),
    { at: berlin("2026-03-30T16:35"), does: (company) => company.findNobody() },
    { at: berlin("2026-03-30T16:39"), does: (company) => company.ping("queue worker") },
    { at: berlin("2026-04-07T16:58"), does: (company) => company.ping("queue worker") },
  ],
  told: [
    // Last heard at 13:35. The wall is told at once; Slack, which is away, hears of it when it was over.
    ["2026-04-07T14:38:00+02:00", "webhook/wall", "queue worker is DOWN"],
    ["2026-04-07T16:58:00+02:00", "webhook/wall", "queue worker is UP"],
    ["2026-04-07T17:00:35+02:00", "slack/team", "🟢 *queue worker was down for 2 hours 20 minutes*"],
  ],
};

/** We are away for six minutes. A sensor that fell silent before is down all the same, and gets its grace once more. */
export const deploy: Chapter = {
  acts: [
    {
      at: berlin("2026-03-30T12:00"),
      does: (company) => company.addMonitor({ name: "cold store", schedule: HOURLY }),
    },
    ...each(every(HOUR_MS, "2026-03-30T12:35", "2026-03-30T16:35"), (company) => company.ping("cold store")),
    { at: berlin("2026-03-30T16:32"), does: (company) => company.goAway() },
    { at: berlin("2026-03-30T16:38"), does: (company) => company.comeBack() },
    { at: berlin("2026-03-30T17:35"), does: (company) => company.ping("cold store") },
    { at: berlin("2026-03-30T17:50"), does: (company) => company.command("cold store", "pause") },
  ],
  told: [
    // Its deadline was 16:38, within our gap: three minutes more from the end of the gap.
    ...toAll("2026-03-30T16:41:00+02:00", "🔴", "cold store is DOWN"),
    ...toAll("2026-03-30T17:35:00+02:00", "🟢", "cold store is UP"),
  ],
};

import { berlin, days, every, isWeekday, timesOf, without } from "../../server/test/whole/company-life/berlin.ts";
import { HOUR_MS, MINUTE_MS, ZONE } from "./times.ts";

/** One run of a job. */
export interface Run {
  readonly at: number;
  readonly exitStatus?: number;
  /** What the job printed last. */
  readonly says?: string;
}

/** A job of the company, the monitor that waits for it, and when it ran. */
export interface Job {
  readonly monitor: { readonly name: string; readonly [field: string]: unknown };
  /** How long it takes as a rule; null: it says only that it is done. */
  readonly tookMs: number | null;
  readonly from: string;
  readonly runs: readonly Run[];
}

const ALL = days("2026-06-15", "2026-09-15");
const NOW = berlin("2026-09-15T10:24");

const past = (instants: readonly number[]): readonly Run[] =>
  instants.filter((at) => at >= berlin("2026-06-15T08:30") && at < NOW).map((at) => ({ at }));
const daily = (time: string): readonly Run[] => past(timesOf(ALL, [time]));
const cron = (expression: string, graceSeconds: number, more: object = {}): object => ({
  type: "cron",
  expression,
  timezone: ZONE,
  graceSeconds,
  ...more,
});
const period = (periodSeconds: number, graceSeconds: number): object => ({
  type: "period",
  periodSeconds,
  graceSeconds,
});

/** The same runs, but for some that went otherwise. */
function but(runs: readonly Run[], others: Readonly<Record<string, Omit<Run, "at"> | null>>): readonly Run[] {
  const changes = new Map(Object.entries(others).map(([at, change]) => [berlin(at), change]));
  return runs.flatMap((run) => {
    const change = changes.get(run.at);
    return change === null ? [] : [{ ...run, ...change }];
  });
}

const FEED_ERROR = `Fetching https://feeds.textil-nord.example/products.csv
Read 18,204 rows
Row 7,113: price "12,9O" is not a number
Stopped: 1 of 18,204 rows could not be read, nothing was imported
`;

const WEEK_OFF = ["2026-07-18", "2026-07-19"];
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}`);
const WORKING_HOURS = HOURS.slice(8, 19);

/** Every job of the company. */
export const JOBS: readonly Job[] = [
  {
    monitor: {
      name: "Database backup",
      tags: ["database", "backup"],
      topics: ["ops+oncall"],
      severity: "critical",
      description: "pg_dump of the shop's database to the store room. The runbook is in the wiki under “Backup”.",
      schedule: cron("30 2 * * *", 1_800),
    },
    tookMs: 14 * MINUTE_MS,
    from: "2026-06-15T08:00",
    runs: but(daily("02:30"), { "2026-08-02T02:30": { exitStatus: 1, says: "pg_dump: error: disk is full\n" } }),
  },
  {
    monitor: {
      name: "Off-site copy",
      tags: ["backup"],
      topics: ["ops+oncall"],
      schedule: cron("0 4 * * *", 3_600),
    },
    tookMs: 41 * MINUTE_MS,
    from: "2026-06-15T08:01",
    runs: but(daily("04:00"), Object.fromEntries(WEEK_OFF.map((date) => [`${date}T04:00`, null]))),
  },
  {
    monitor: {
      name: "Product feed import",
      tags: ["shop", "feeds"],
      topics: ["shop+team", "ops+oncall"],
      description:
        "Reads the suppliers' feeds every hour.\nWhen a feed is broken, tell the supplier and switch it off in the shop's settings.",
      schedule: cron("35 * * * *", 900),
    },
    tookMs: 3 * MINUTE_MS + 20_000,
    from: "2026-06-15T08:02",
    runs: but(
      past(
        timesOf(
          ALL,
          HOURS.map((hour) => `${hour}:35`),
        ),
      ),
      {
        "2026-09-15T09:35": { exitStatus: 1, says: FEED_ERROR },
        "2026-09-14T15:35": { exitStatus: 1, says: FEED_ERROR },
        "2026-08-21T03:35": null,
        "2026-08-21T04:35": null,
        "2026-08-21T05:35": null,
      },
    ),
  },
  {
    monitor: {
      name: "Invoice export",
      tags: ["finance"],
      topics: ["finance+books"],
      schedule: cron("0 8-18 * * 1-5", 900, {
        calendar: { timezone: ZONE, weekdays: ["mon", "tue", "wed", "thu", "fri"] },
      }),
    },
    tookMs: 48_000,
    from: "2026-06-15T08:03",
    runs: past(
      timesOf(
        ALL.filter(isWeekday),
        WORKING_HOURS.map((hour) => `${hour}:02`),
      ),
    ),
  },
  {
    monitor: { name: "Price update", tags: ["shop"], topics: ["shop+team"], schedule: cron("0 * * * *", 2_700) },
    tookMs: 95_000,
    from: "2026-06-15T08:04",
    // The run of 10:00 has not come yet.
    runs: but(
      past(
        timesOf(
          ALL,
          HOURS.map((hour) => `${hour}:04`),
        ),
      ),
      { "2026-09-15T10:04": null },
    ),
  },
  {
    monitor: { name: "Mail queue", tags: ["mail"], topics: ["ops+oncall"], schedule: period(600, 300) },
    tookMs: null,
    from: "2026-08-24T11:00",
    runs: past(
      without(every(10 * MINUTE_MS, "2026-08-24T11:02", "2026-09-15T10:24"), "2026-09-03T13:10", "2026-09-03T14:00"),
    ),
  },
  {
    monitor: { name: "Stock sync", tags: ["warehouse"], topics: ["shop+team"], schedule: period(900, 600) },
    tookMs: 22_000,
    from: "2026-09-01T09:00",
    runs: past(every(15 * MINUTE_MS, "2026-09-01T09:06", "2026-09-15T10:24")),
  },
  {
    monitor: { name: "Search index", tags: ["shop", "search"], schedule: cron("15 5 * * *", 3_600) },
    tookMs: 26 * MINUTE_MS,
    from: "2026-06-15T08:06",
    runs: daily("05:15"),
  },
  {
    monitor: { name: "Newsletter", tags: ["marketing"], schedule: cron("0 7 * * 1", 3_600) },
    tookMs: 8 * MINUTE_MS,
    from: "2026-06-15T08:07",
    runs: past(
      timesOf(
        ALL.filter((date) => new Date(date).getUTCDay() === 1),
        ["07:00"],
      ),
    ),
  },
  {
    monitor: { name: "Log rotation", tags: ["servers"], schedule: cron("0 0 * * *", 3_600) },
    tookMs: 6_000,
    from: "2026-06-15T08:08",
    runs: daily("00:00"),
  },
  {
    monitor: {
      name: "Payroll",
      tags: ["finance"],
      topics: ["finance+books"],
      schedule: cron("0 6 25 * *", 14_400),
    },
    tookMs: null,
    from: "2026-09-14T16:20",
    runs: [],
  },
  {
    monitor: { name: "Old web crawler", tags: ["search"], schedule: period(86_400, 3_600) },
    tookMs: null,
    from: "2026-06-15T08:10",
    runs: past(every(24 * HOUR_MS, "2026-06-15T09:00", "2026-08-28T12:00")),
  },
];

/** The monitor that is paused, and since when. */
export const PAUSED = { name: "Old web crawler", at: berlin("2026-08-28T16:40") } as const;

/**
 * Makes server/src/judge/schedules/golden/oncalendar.json with the real systemd.
 *
 *   npx node scripts/golden-oncalendar.ts    # needs systemd-analyze; systemd need not be running
 *
 * Base times lie before a change of the clock, never within a repeated hour: a base time cannot say which showing of it
 * is meant.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { askSystemd, type CalendarQuestion, systemdVersion } from "./golden-systemd-analyze.ts";

const GOLDEN = join(import.meta.dirname, "../server/src/judge/schedules/golden/oncalendar.json");

/** Zones with the dates of 2026 on which their clocks change. */
const ZONES: readonly { readonly timezone: string; readonly dates: readonly string[] }[] = [
  { timezone: "UTC", dates: ["2026-03-29"] },
  { timezone: "Europe/Berlin", dates: ["2026-03-29", "2026-10-25"] },
  { timezone: "America/New_York", dates: ["2026-03-08", "2026-11-01"] },
  { timezone: "Australia/Lord_Howe", dates: ["2026-04-05", "2026-10-04"] },
  { timezone: "Asia/Kolkata", dates: ["2026-03-29"] },
  { timezone: "Africa/Cairo", dates: ["2026-04-24", "2026-10-30"] },
  { timezone: "America/Nuuk", dates: ["2026-03-29", "2026-10-25"] },
  { timezone: "Pacific/Chatham", dates: ["2026-04-05", "2026-09-27"] },
];

/** Often in an hour, asked from midnight of the day of the change. */
const OFTEN = ["*:0/15", "*:0/30", "*:7/20:30", "1..3:0/20", "hourly", "0/2:30"];

/** Every few seconds or minutes, asked from shortly before the clock changes. */
const CLOSE: readonly CalendarQuestion[] = [
  { expression: "*:*:*", timezone: "Europe/Berlin", local: "2026-03-29 01:59:50", iterations: 20 },
  { expression: "*:*:0/30", timezone: "Europe/Berlin", local: "2026-03-29 01:58:50", iterations: 10 },
  { expression: "minutely", timezone: "Europe/Berlin", local: "2026-10-25 01:59:40", iterations: 65 },
  { expression: "minutely", timezone: "America/New_York", local: "2026-03-08 01:55:00", iterations: 10 },
  { expression: "minutely", timezone: "America/New_York", local: "2026-11-01 00:59:40", iterations: 65 },
  { expression: "minutely", timezone: "Australia/Lord_Howe", local: "2026-04-05 01:29:40", iterations: 35 },
  { expression: "*:*:0/30", timezone: "Australia/Lord_Howe", local: "2026-10-04 01:58:50", iterations: 10 },
  // Repetitions without an end that run over the end of a day, a month and a year.
  { expression: "*:0/7", timezone: "UTC", local: "2026-01-30 22:50:00", iterations: 20 },
  { expression: "*:0..59/7", timezone: "UTC", local: "2026-01-30 23:50:00", iterations: 4 },
  { expression: "0/5:00", timezone: "UTC", local: "2026-01-30 19:00:00", iterations: 10 },
  { expression: "0/5:0/25", timezone: "Europe/Berlin", local: "2026-12-31 19:00:00", iterations: 10 },
  { expression: "*:*:0/7", timezone: "UTC", local: "2026-01-31 23:58:50", iterations: 30 },
  { expression: "*-*-1/7", timezone: "UTC", local: "2026-11-20 00:00:00", iterations: 12 },
  { expression: "*-*~9/4 0/7:0/50", timezone: "UTC", local: "2026-11-20 00:00:00", iterations: 40 },
  { expression: "*:*:30", timezone: "Pacific/Chatham", local: "2026-09-27 02:40:00", iterations: 10 },
];

/** About once a day, asked from two days before the change. */
const DAILY = [
  "daily",
  "02:30",
  "2:15",
  "02:00",
  "03:00",
  "00:30",
  "23:30",
  "01:59:59",
  "0..4:30",
  "2,3:0,30",
  "3:50",
  "*:5,32,50",
  "2,3:0..59/7:15",
  "Sun 02:30",
  "Sat,Sun 02:30:15",
  "Mon..Fri 2:30",
  "*-*-* 02:30 UTC",
  "02:30 Europe/Berlin",
  "02:30 America/New_York",
  "daily Asia/Kolkata",
  "*-*-25..31 2:30",
];

/** Rarely, asked from the beginning of the year. */
const RARELY = [
  "weekly",
  "monthly",
  "quarterly",
  "semiannually",
  "annually",
  "yearly",
  "bi-annually",
  "anually",
  "Mon",
  "Mon,Thu",
  "Wednesday..Saturday,mon 09:00",
  "Mon-Fri *-*-01",
  "*-02-29",
  "*-*-31",
  "*-*~1",
  "*-02~03",
  "Mon *-05~07/1",
  "*-*~1..9/3",
  "*-*~10/7",
  "*-*~*",
  "*-1/3-1",
  "*-01,07-01,15 08:00,30",
  "*-1..3/3-1",
  "*-*-24/7",
  "2026..2028/2-06-01",
  "27-12-24 18:00",
  "2027-01-01",
  "2020-01-01",
  "*-02-30",
  "Sun *-*-1..7 02:30",
  "Fri *-*-13",
  "*-*-1/2",
  "12:00:00.5",
  "12,18:0:0,30",
  "0:0:59.5",
];

/** What systemd refuses. */
const REFUSED = [
  "",
  "12",
  "*",
  "24:00",
  "12:60",
  "0:0:60",
  "*:*/5",
  "*:0/60",
  "*:30/30",
  "*:00/0",
  "*-*-32",
  "*-13-01",
  "*-*~29",
  "*-*~3..1",
  "*-*~1/1",
  "*-*~10/10",
  "169-01-01",
  "2200-1-1",
  "1969-1-1",
  "Sat..Mon",
  "Mon..",
  "Mon..Wed..Fri",
  "Mon 12",
  "Tues",
  "05:00 Mon",
  "1:2:3:4",
  "*:*:0..0.5",
  "*-*-1,*",
  "*-*-5..3",
  "UTC",
  "02:30 Nowhere/City",
  "02:30 europe/berlin",
  "2026-01-01T05:00",
];

function before(date: string, days: number): string {
  return `${new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)} 00:00:00`;
}

function ask(question: CalendarQuestion): readonly object[] {
  const answer = askSystemd(question);
  if (answer.kind === "gave-up") {
    console.log(`left out, systemd gives up: ${JSON.stringify(question)}`);
    return [];
  }
  if (answer.kind !== "due") throw new Error(`systemd-analyze: ${answer.kind}: ${question.expression}`);
  const { iterations: count, ...asked } = question;
  return [{ ...asked, count, due: answer.dueAt.map((at) => new Date(at).toISOString().replace(".000Z", "Z")) }];
}

const version = systemdVersion();
if (version === null) throw new Error("systemd-analyze is not on this machine.");
const cases = ZONES.flatMap(({ timezone, dates }) => [
  ...dates.flatMap((date) => [
    // Two hours and a quarter before midnight, because some zones change their clocks at midnight.
    ...OFTEN.flatMap((expression) =>
      ask({ expression, timezone, local: `${before(date, 1).slice(0, 10)} 21:45:00`, iterations: 30 }),
    ),
    ...DAILY.flatMap((expression) => ask({ expression, timezone, local: before(date, 2), iterations: 8 })),
  ]),
  ...RARELY.flatMap((expression) => ask({ expression, timezone, local: "2026-01-01 00:00:00", iterations: 8 })),
]);
cases.push(...CLOSE.flatMap(ask));
for (const expression of REFUSED) {
  const answer = askSystemd({ expression, timezone: "UTC", local: "2026-01-01 00:00:00", iterations: 1 });
  if (answer.kind !== "refused") throw new Error(`systemd-analyze takes ${expression}`);
}
const lines = [
  "{",
  `  "madeWith": ${JSON.stringify(version)},`,
  `  "refused": ${JSON.stringify(REFUSED)},`,
  '  "cases": [',
  cases.map((line) => `    ${JSON.stringify(line)}`).join(",\n"),
  "  ]",
  "}",
];
writeFileSync(GOLDEN, `${lines.join("\n")}\n`);
console.log(`${cases.length} cases, ${REFUSED.length} refused expressions`);

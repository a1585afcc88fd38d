import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askSystemd, systemdVersion } from "../../../../scripts/golden-systemd-analyze.ts";
import type { OnCalendarSchedule } from "../../model/index.ts";
import { checkSchedule, nextDueTimes } from "./schedule.ts";
import { type LocalTime, zoneOf } from "./zone.ts";

interface Golden {
  readonly refused: readonly string[];
  readonly cases: readonly {
    readonly expression: string;
    readonly timezone: string;
    readonly local: string;
    readonly count: number;
    readonly due: readonly string[];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(join(import.meta.dirname, "golden/oncalendar.json"), "utf8"));

function onCalendar(expression: string, timezone = "UTC"): OnCalendarSchedule {
  return { type: "oncalendar", expression, timezone, graceMs: 0, allowedMisses: 0 };
}

function localTime(timezone: string, local: string): LocalTime {
  return zoneOf(timezone).resolve(Date.parse(`${local.replace(" ", "T")}Z`));
}

/** The instant of a local time that the clock shows once. */
function instant(timezone: string, local: string): number {
  const time = localTime(timezone, local);
  if (time.kind !== "once") throw new Error(`${local} in ${timezone} is ${time.kind}`);
  return time.at;
}

/** systemd-analyze shows whole seconds. */
function dueSeconds(schedule: OnCalendarSchedule, fromAt: number, count: number): readonly string[] {
  return nextDueTimes(schedule, fromAt, count).map((at) => `${new Date(at).toISOString().slice(0, 19)}Z`);
}

describe("a calendar event", () => {
  for (const timezone of new Set(golden.cases.map((each) => each.timezone))) {
    it(`is due in ${timezone} as systemd computes it, through both changes of the clock`, () => {
      const cases = golden.cases.filter((each) => each.timezone === timezone);
      expect(cases.length).toBeGreaterThan(50);
      const own = cases.map(({ expression, local, count }) => ({
        expression,
        local,
        due: dueSeconds(onCalendar(expression, timezone), instant(timezone, local), count),
      }));
      expect(own).toEqual(cases.map(({ expression, local, due }) => ({ expression, local, due })));
    });
  }

  for (const expression of golden.refused) {
    it(`is refused when systemd refuses it: ${JSON.stringify(expression)}`, () => {
      expect(checkSchedule(onCalendar(expression))?.field).toBe("expression");
    });
  }
});

const number = (min: number, max: number) => fc.integer({ min, max });

/** One element of a list, sometimes beyond its limits, so that refusals are compared too. */
function element(min: number, max: number): fc.Arbitrary<string> {
  const one = number(min, max);
  return fc.oneof(
    { weight: 6, arbitrary: one.map(String) },
    { weight: 2, arbitrary: fc.tuple(one, one).map(([from, to]) => `${from}..${to}`) },
    { weight: 2, arbitrary: fc.tuple(one, number(1, max)).map(([from, step]) => `${from}/${step}`) },
    { weight: 1, arbitrary: fc.tuple(one, one, number(0, 9)).map(([from, to, step]) => `${from}..${to}/${step}`) },
    { weight: 1, arbitrary: number(max, max + 2).map(String) },
  );
}

function list(min: number, max: number): fc.Arbitrary<string> {
  const items = fc.array(element(min, max), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
  return fc.oneof({ weight: 2, arbitrary: fc.constant("*") }, { weight: 3, arbitrary: items });
}

const weekdayName = fc.constantFrom("Mon", "tue", "Wednesday", "Thu", "FRI", "Sat", "Sunday");
const weekdayItem = fc.oneof(
  weekdayName,
  fc.tuple(weekdayName, weekdayName).map(([from, to]) => `${from}..${to}`),
);
const weekdays = fc.array(weekdayItem, { minLength: 1, maxLength: 3 }).map((items) => items.join(","));
// systemd takes at most the 28th day from the end, and in a list, by an oversight, less with each element: up to 22 is safe.
const fromEnd = fc.tuple(list(1, 12), list(1, 20)).map(([months, days]) => `${months}~${days}`);
const fromStart = fc.tuple(list(1, 12), list(1, 31)).map(([months, days]) => `${months}-${days}`);
const date = fc.oneof(
  fromStart,
  fromEnd,
  fc.tuple(list(2025, 2032), fc.oneof(fromStart, fromEnd)).map(([years, days]) => `${years}-${days}`),
);
const time = fc.oneof(
  fc.tuple(list(0, 23), list(0, 59)).map((parts) => parts.join(":")),
  fc.tuple(list(0, 4), list(0, 59)).map((parts) => parts.join(":")),
  fc.tuple(list(0, 23), list(0, 59), list(0, 59)).map((parts) => parts.join(":")),
);
const part = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2, nil: "" });
const expressions = fc
  .tuple(part(weekdays), part(date), part(time))
  .map((parts) => parts.filter((text) => text !== "").join(" "))
  .filter((text) => text !== "");

/** Days around the changes of the clock are asked about more often than others. */
const baseDates = fc.oneof(
  fc.constantFrom(
    "2026-03-28",
    "2026-03-29",
    "2026-10-24",
    "2026-10-25",
    "2026-03-08",
    "2026-11-01",
    "2026-04-05",
    "2026-10-04",
  ),
  number(0, 1_000).map((day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)),
);
const baseTimes = fc.constantFrom("00:00:00", "00:59:59", "01:29:30", "04:00:00", "12:34:56", "23:59:59");
// Cairo and Nuuk change their clocks at midnight, where systemd sometimes loops; the golden file has them.
const timezones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");

const version = systemdVersion();

describe("a calendar event, compared live with systemd", () => {
  it.skipIf(version === null)(
    `agrees with ${version ?? "systemd-analyze (skipped: the program is not on this machine)"} on generated expressions`,
    { timeout: 60_000 },
    () => {
      const seen = { due: 0, refused: 0 };
      fc.assert(
        fc.property(expressions, timezones, baseDates, baseTimes, (expression, timezone, day, clock) => {
          const local = `${day} ${clock}`;
          // A base time cannot say which showing of a repeated hour it means.
          fc.pre(localTime(timezone, local).kind === "once");
          const answer = askSystemd({ expression, timezone, local, iterations: 6 });
          if (answer.kind === "gave-up" || answer.kind === "absent") return;
          seen[answer.kind] += 1;
          const schedule = onCalendar(expression, timezone);
          const fault = checkSchedule(schedule);
          const neverFires = fault?.message.includes("never fires") === true;
          expect(fault !== null && !neverFires ? "refused" : "due").toBe(answer.kind);
          if (answer.kind === "refused") return;
          const own = neverFires ? [] : dueSeconds(schedule, instant(timezone, local), 6);
          expect(own).toEqual(answer.dueAt.map((at) => `${new Date(at).toISOString().slice(0, 19)}Z`));
        }),
        { numRuns: 150 },
      );
      expect(seen.due).toBeGreaterThan(20);
      expect(seen.refused).toBeGreaterThan(20);
    },
  );
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CronSchedule } from "../../model/index.ts";
import { nextDueTimes } from "./schedule.ts";

interface Golden {
  readonly windows: readonly {
    readonly timezone: string;
    readonly from: string;
    readonly to: string;
    readonly runs: Readonly<Record<string, readonly string[]>>;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(join(import.meta.dirname, "golden/cron.json"), "utf8"));

function cron(expression: string, timezone = "UTC"): CronSchedule {
  return { type: "cron", expression, timezone, graceMs: 0, allowedMisses: 0 };
}

function dueBetween(schedule: CronSchedule, from: string, to: string): readonly string[] {
  const due = nextDueTimes(schedule, Date.parse(from), 200).filter((at) => at <= Date.parse(to));
  return due.map((at) => `${new Date(at).toISOString().slice(0, 16)}Z`);
}

describe("a crontab line while the clock changes", () => {
  it("has records of the real cron to be compared with", () => {
    expect(golden.windows.map(({ runs }) => Object.keys(runs).length)).toEqual(Array(9).fill(24));
  });

  for (const { timezone, from, to, runs } of golden.windows) {
    for (const [expression, expected] of Object.entries(runs)) {
      it(`${expression} is due in ${timezone} from ${from} as Debian's cron ran it`, () => {
        expect(dueBetween(cron(expression, timezone), from, to)).toEqual(expected);
      });
    }
  }
});

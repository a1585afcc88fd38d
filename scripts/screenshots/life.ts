import { berlin } from "../../server/test/whole/company-life/berlin.ts";
import { REPORTS } from "./alarms.ts";
import { JOBS, type Job, PAUSED, type Run } from "./jobs.ts";
import { PROBES } from "./probes.ts";
import type { Company } from "./stage.ts";
import { HOUR_MS, MINUTE_MS, OPENED_AT, SECOND_MS, TAKEN_AT } from "./times.ts";

/** Something that happens at an instant. */
export interface Act {
  readonly at: number;
  does(company: Company): Promise<unknown>;
}

/** All that happens in the company, in order. */
export function actsOf(chance: () => number): readonly Act[] {
  const acts: readonly Act[] = [
    ...PROBES.map((body): Act => ({ at: OPENED_AT, does: (company) => company.addMonitor(body) })),
    ...JOBS.flatMap((job) => lifeOf(job, chance)),
    ...TILLS.flatMap(tillOf),
    ...REPORTS.map(({ at, source, body }): Act => ({ at, does: (company) => company.report(source, body) })),
    ...ORDERS.map((order): Act => ({ at: order.at, does: (company) => company.publish(order.metadata) })),
    { at: PAUSED.at, does: (company) => company.command(PAUSED.name, "pause") },
    {
      at: berlin("2026-09-15T10:16"),
      does: (company) =>
        company.command("Search", "acknowledge", { note: "Index server restarts, back in ten minutes" }),
    },
  ];
  return acts.filter(({ at }) => at <= TAKEN_AT).toSorted((a, b) => a.at - b.at);
}

function lifeOf(job: Job, chance: () => number): readonly Act[] {
  const { name } = job.monitor;
  return [
    { at: berlin(job.from), does: (company) => company.addMonitor(job.monitor) },
    ...job.runs.flatMap((run) => pingsOf(name, run, job.tookMs, chance)),
  ];
}

function pingsOf(name: string, run: Run, tookMs: number | null, chance: () => number): readonly Act[] {
  const startedAt = run.at + Math.round(chance() * 9 * SECOND_MS);
  const end = run.exitStatus === undefined ? "" : `/${run.exitStatus}`;
  const done = (at: number): Act => ({ at, does: (company) => company.ping(name, end, run.says) });
  if (tookMs === null) return [done(startedAt)];
  // A failure comes early; now and then a run takes much longer.
  const share = run.exitStatus ? 0.4 : 0.85 + chance() * 0.3 + (chance() < 0.04 ? 0.6 : 0);
  return [
    { at: startedAt, does: (company) => company.ping(name, "/start") },
    done(startedAt + Math.round(tookMs * share)),
  ];
}

/** Tills of the shop's two branches, which check in as services do. */
const TILLS = [
  { name: "Till Altona", from: berlin("2026-08-03T09:00") },
  { name: "Till Eimsbüttel", from: berlin("2026-08-03T09:05") },
] as const;

function tillOf({ name, from }: (typeof TILLS)[number]): readonly Act[] {
  const times = Array.from({ length: Math.floor((TAKEN_AT - from) / HOUR_MS) }, (_, n) => from + (n + 1) * HOUR_MS);
  return [
    { at: from, does: (company) => company.addService(name, { every: 1, unit: "hours" }, 1) },
    ...times.map((at): Act => ({ at, does: (company) => company.checkIn(name) })),
  ];
}

const ORDERS = [
  { at: TAKEN_AT - 37 * MINUTE_MS, metadata: { number: 20417, amount: "148.00", customer: "Hansen" } },
  { at: TAKEN_AT - 12 * MINUTE_MS, metadata: { number: 20418, amount: "62.50", customer: "Öztürk" } },
];

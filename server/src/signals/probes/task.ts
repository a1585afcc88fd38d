import { z } from "zod";
import { durationInWords, instantInWords } from "../../lib/words.ts";
import type { ProbeOutcome, TaskProbeSpec } from "../../model/index.ts";
import type { Probe } from "./contract.ts";
import { AuthRequest } from "./shared/auth.ts";
import { fetchPage } from "./shared/fetch-page.ts";
import { common, Url } from "./shared/fields.ts";
import { failed, startTimer } from "./shared/outcome.ts";
import { parseTask, sleepAround, type TaskReport } from "./shared/task-report.ts";

const MINUTE_MS = 60_000;
const MAX_REDIRECTS = 5;

const Spec = z
  .strictObject({
    type: z.literal("task"),
    url: Url,
    verifyCertificate: z.boolean().default(true),
    auth: AuthRequest.nullable().default(null),
    ...common,
  })
  .meta({ id: "TaskProbe" });

/** Asks a job over HTTP about its last run. */
export const task = {
  kind: "task",
  title: "Task",
  Spec,
  async run(spec, deps) {
    const timings = startTimer();
    const page = await fetchPage(
      {
        url: spec.url,
        method: "GET",
        headers: { accept: "application/json" },
        body: null,
        maxRedirects: MAX_REDIRECTS,
        verifyCertificate: spec.verifyCertificate,
        auth: spec.auth?.type ?? null,
        timeoutMs: spec.timeoutMs,
        wantBody: true,
      },
      deps,
    );
    const measured = timings(page.timings);
    if (page.kind === "failed") return failed(page.reason, measured);
    if (page.status >= 400)
      return failed(`status ${page.status}, expected below 400`, measured, { status: page.status });
    const parsed = parseTask(page.body);
    if (parsed.kind === "fault") return failed(parsed.reason, measured, { status: page.status });
    return { ...judgeTask(parsed.report, deps.now()), timings: measured };
  },
} satisfies Probe<TaskProbeSpec>;

/** Judges what a task tells of itself: asleep inside a sleep window, else by its last run and its own status. */
export function judgeTask(report: TaskReport, now: number): Omit<ProbeOutcome, "timings"> {
  const sleep = sleepAround(report.sleep, now);
  const details = {
    process: report.process,
    server: report.server,
    lastRun: instantInWords(report.lastRunAt),
    frequencyMinutes: report.frequencyMinutes,
    sleepStart: sleep === null ? null : instantInWords(sleep.startAt),
    sleepEnd: sleep === null ? null : instantInWords(sleep.endAt),
  };
  if (sleep?.isNow) return { verdict: "asleep", reason: `asleep until ${instantInWords(sleep.endAt)}`, details };
  const faults = [...(report.isOk ? [] : [report.reason]), ...lastRunFault(report, now)];
  if (faults.length > 0) return { verdict: "error", reason: faults.join("; "), details };
  return { verdict: "ok", reason: `status ok, last run ${instantInWords(report.lastRunAt)}`, details };
}

function lastRunFault({ lastRunAt, frequencyMinutes }: TaskReport, now: number): readonly string[] {
  const frequencyMs = frequencyMinutes * MINUTE_MS;
  const agoMs = now - lastRunAt;
  if (Math.abs(agoMs) <= frequencyMs) return [];
  const distance = durationInWords(Math.abs(agoMs));
  const where = agoMs > 0 ? `${distance} ago` : `${distance} in the future`;
  return [`last run ${where} (${instantInWords(lastRunAt)}), expected within ${durationInWords(frequencyMs)}`];
}

import { usageFault } from "../cli-fault.ts";
import { readNumber, readSeconds } from "../read-number.ts";

/** The options of `monitors create` that describe a schedule. */
export interface ScheduleOptions {
  readonly period?: string | undefined;
  readonly cron?: string | undefined;
  readonly oncalendar?: string | undefined;
  readonly timezone?: string | undefined;
  readonly grace?: string | undefined;
  readonly allowedMisses?: string | undefined;
}

/** The schedule that the options describe; undefined when they say nothing of it. */
export function readSchedule(options: ScheduleOptions): Readonly<Record<string, unknown>> | undefined {
  const { period, cron, oncalendar, timezone, grace, allowedMisses } = options;
  const given = [period, cron, oncalendar].filter((option) => option !== undefined);
  if (given.length > 1) throw usageFault("Only one of --period, --cron and --oncalendar can be the schedule.");
  if (timezone !== undefined && cron === undefined && oncalendar === undefined) {
    throw usageFault("--timezone goes with --cron or --oncalendar; a period is the same everywhere.");
  }
  const tolerance = {
    graceSeconds: grace === undefined ? undefined : readSeconds("--grace", grace),
    allowedMisses:
      allowedMisses === undefined ? undefined : readNumber("--allowed-misses", allowedMisses, { min: 0, max: 1_000 }),
  };
  if (cron !== undefined) return { type: "cron", expression: cron, timezone, ...tolerance };
  if (oncalendar !== undefined) return { type: "oncalendar", expression: oncalendar, timezone, ...tolerance };
  if (period !== undefined) return { type: "period", periodSeconds: readSeconds("--period", period), ...tolerance };
  if (grace === undefined && allowedMisses === undefined) return undefined;
  return { type: "period", ...tolerance };
}

import { describeSchedule, nextDueTimes } from "../judge/schedules/schedule.ts";
import type { Schedule } from "../model/index.ts";
import type { App } from "./app.ts";
import { checkScheduleInput } from "./check-schedule-input.ts";

/** What a schedule would do. */
export interface SchedulePreview {
  /** In plain English. */
  readonly description: string;
  readonly fromAt: number;
  /** The next due times after `fromAt`, at most as many as were asked for. */
  readonly dueAt: readonly number[];
}

/** Tells when a schedule would be due, or refuses it with its exact fault. Changes nothing. */
export async function previewSchedule(
  app: App,
  query: { readonly schedule: Schedule; readonly fromAt: number | null; readonly count: number },
): Promise<SchedulePreview> {
  const schedule = checkScheduleInput(query.schedule, "");
  const fromAt = query.fromAt ?? (await app.store.now());
  return {
    description: describeSchedule(schedule),
    fromAt,
    dueAt: nextDueTimes(schedule, fromAt, query.count),
  };
}

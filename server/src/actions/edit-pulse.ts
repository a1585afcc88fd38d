import type { Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor } from "./change-monitor.ts";
import { checkScheduleInput } from "./check-schedule-input.ts";
import { getProject } from "./get-project.ts";
import { type PulseSettings, pulseSchedule } from "./pulse-schedule.ts";

/** Changes when a pulse is overdue; hours and holidays that its calendar was given otherwise stay. */
export async function editPulse(app: App, caller: Caller, pulse: Monitor, settings: PulseSettings): Promise<void> {
  const { calendar } = pulse.config.schedule;
  const timezone = calendar?.timezone ?? (await getProject(app, caller)).timezone;
  const wanted = pulseSchedule(settings, timezone);
  const schedule = { ...wanted, calendar: { ...calendar, timezone, weekdays: wanted.calendar?.weekdays ?? [] } };
  await changeMonitor(app, {
    address: { by: "id", monitorId: pulse.id, projectId: caller.projectId },
    signal: { type: "configure", actor: caller.actor, patch: { schedule: checkScheduleInput(schedule, "") } },
  });
}

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { PreviewAnswer, ScheduleBody } from "../../../server/src/http/schedules/schema.ts";
import type { Api, Query } from "./api.ts";
import type { Wire } from "./wire.ts";

/** When a signal is due. */
export type Schedule = Wire<typeof ScheduleBody>;
/** What a schedule means in words, and its next dates. */
export type SchedulePreview = Wire<typeof PreviewAnswer>;

/** What a schedule means in words, and its next dates; what it had before stands until the answer comes. */
export function schedulePreviewQuery(api: Api, projectId: string, schedule: Schedule, count: number) {
  return queryOptions({
    queryKey: [projectId, "schedule-preview", schedule, count],
    queryFn: ({ signal }) =>
      api.get<SchedulePreview>("/schedules/preview", { query: { ...toQuery(schedule), count }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** A schedule as the query of a preview, which is flat. */
function toQuery(schedule: Schedule): Query {
  const { graceSeconds, allowedMisses, calendar } = schedule;
  return {
    type: schedule.type,
    ...(schedule.type === "period"
      ? { periodSeconds: schedule.periodSeconds }
      : { expression: schedule.expression, timezone: schedule.timezone }),
    graceSeconds,
    allowedMisses,
    ...(calendar && {
      calendarTimezone: calendar.timezone,
      weekdays: calendar.weekdays.join(),
      hours: calendar.hours?.map(({ from, to }) => `${from}-${to}`).join(),
      holidays: calendar.holidays?.join(),
    }),
  };
}

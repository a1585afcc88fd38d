import type { AlarmFacts, AlarmReport } from "../model/index.ts";

/** What a message tells of a report: what identifies it to machines stays behind. */
export function alarmFacts(report: AlarmReport, told: Pick<AlarmFacts, "source" | "timezone">): AlarmFacts {
  const { key: _key, eventId: _eventId, endsAfterMs: _endsAfterMs, ...said } = report;
  return { ...said, ...told };
}

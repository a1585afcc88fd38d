import {
  type AlarmReport,
  type AlarmSignal,
  type HeardAlarm,
  type Monitor,
  type Reason,
  severityOf,
} from "../model/index.ts";
import { changeStatus, makeTransition } from "./change-status.ts";
import type { Verdict } from "./verdict.ts";
import { withDeadline } from "./with-deadline.ts";

/**
 * Judges a report on an alarm. Firing opens an incident, firing again with another severity is a change while down,
 * resolved ends it. What the report says is kept, so that later messages can tell it.
 */
export function judgeAlarm(monitor: Monitor, { source, report }: AlarmSignal, now: number): Verdict {
  const { state } = monitor;
  const why = reasonToIgnore(monitor, report);
  if (why !== null) {
    const heard: Monitor = { ...monitor, state: { ...state, lastSignalAt: now } };
    return { monitor: heard, transition: null, ping: null, reason: { code: "alarm-ignored", text: why } };
  }
  const isFiring = report.state === "firing";
  const heard: Monitor = {
    ...monitor,
    state: { ...state, lastSignalAt: now, alarm: heardAlarm(monitor, { source, report }, now) },
  };
  const to = isFiring ? "down" : "up";
  if (state.status !== to) {
    const reason: Reason = isFiring
      ? { code: "alarm-firing", text: `The source ${source} reported it as firing, ${report.severity}.` }
      : { code: "alarm-resolved", text: `The source ${source} reported it as resolved.` };
    return { ...changeStatus(heard, { to, at: now, reason }), ping: null, reason };
  }
  return isFiring ? firesAgain(monitor, withDeadline(heard), now) : staysResolved(withDeadline(heard), source);
}

function reasonToIgnore({ config, state }: Monitor, { state: reported }: AlarmReport): string | null {
  if (config.kind !== "alarm") return "A report came, but this monitor is no alarm.";
  if (reported === "info") return "A report came that says nothing of the alarm's state.";
  if (state.status === "paused" && config.manualResume) return "A report came, but only resume ends this pause.";
  return null;
}

/** An end keeps the severity that the alarm had, and has no end of its own any more. */
function heardAlarm({ state }: Monitor, { source, report }: Omit<AlarmSignal, "type">, now: number): HeardAlarm {
  const { title, summary, resource, value, fields, startsAt, url, rest } = report;
  const isFiring = report.state === "firing";
  const endsAfterMs = isFiring ? report.endsAfterMs : null;
  return {
    source,
    severity: isFiring ? report.severity : (state.alarm?.severity ?? report.severity),
    text: { title, summary, resource, value, fields, startsAt, url, rest },
    endsAt: endsAfterMs === null ? null : now + endsAfterMs,
    endsAfterMs,
  };
}

function firesAgain(before: Monitor, heard: Monitor, now: number): Verdict {
  const was = severityOf(before);
  const is = severityOf(heard);
  if (was === is) {
    return {
      monitor: heard,
      transition: null,
      ping: null,
      reason: { code: "alarm-firing", text: "It is still firing." },
    };
  }
  const reason: Reason = { code: "alarm-severity", text: `Its severity went from ${was} to ${is}.` };
  const transition = makeTransition(heard, { to: "down", at: now, reason, incident: heard.state.incident });
  return { monitor: heard, transition, ping: null, reason };
}

function staysResolved(heard: Monitor, source: string): Verdict {
  const reason: Reason = { code: "alarm-resolved", text: `The source ${source} says that it is still resolved.` };
  return { monitor: heard, transition: null, ping: null, reason };
}

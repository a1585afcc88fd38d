import { newId } from "../lib/ids.ts";
import { boardTopic, type Project } from "../model/index.ts";
import { type PulseNames, pulseKey } from "../signals/pulse.ts";
import type { MonitorSeed } from "../store/ports.ts";
import { completeConfig } from "./monitor-defaults.ts";
import { pulseLabel } from "./pulse-names.ts";
import { type PulseSettings, pulseSchedule } from "./pulse-schedule.ts";

/** What makes a pulse. */
export interface NewPulse extends PulseSettings {
  readonly names: PulseNames;
}

/** A pulse as a monitor: in its project's zone, telling the board's topic once when it becomes overdue. */
export function pulseSeed(project: Project, pulse: NewPulse): MonitorSeed {
  const topic = boardTopic(project);
  const config = completeConfig({
    ...pulseLabel(pulse.names),
    schedule: pulseSchedule(pulse, project.timezone),
    notifyOn: ["down"],
    topics: topic === null ? [] : [topic],
  });
  return { projectId: project.id, monitorId: newId(), door: "heartbeat", doorKey: pulseKey(pulse.names), config };
}

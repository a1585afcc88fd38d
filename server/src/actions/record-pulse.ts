import { AppError, type PingSignal, type PingSource } from "../model/index.ts";
import { type ParsedPulse, type PulseThreshold, pulseKey, THRESHOLD_HINT } from "../signals/pulse.ts";
import type { ChangeOutcome, ChangeRequest, MonitorSeed } from "../store/ports.ts";
import type { App } from "./app.ts";
import { getProject } from "./get-project.ts";
import { DEFAULT_THRESHOLD_MS } from "./pulse-schedule.ts";
import { pulseSeed } from "./pulse-seed.ts";

/** A pulse as the door took it in. */
export interface Pulse {
  readonly projectId: string;
  readonly parsed: ParsedPulse;
  readonly source: PingSource;
}

/**
 * Records a pulse, and makes its monitor when it is new; when it returns, both are durable. The threshold counts only
 * for a new one: one that cannot be read refuses a new pulse, and is noted on the ping of a known one.
 */
export async function recordPulse(app: App, pulse: Pulse): Promise<"recorded" | "created"> {
  const { names, threshold } = pulse.parsed;
  const address = { by: "door", projectId: pulse.projectId, door: "heartbeat", doorKey: pulseKey(names) } as const;
  const request: ChangeRequest = { address, signal: signalOf(pulse) };
  const known = await app.recorder.record(request);
  if (known.kind !== "missing") return outcomeOf(known);
  if (threshold.kind === "unreadable") {
    throw new AppError("invalid_input", `"threshold" is no number of hours. ${THRESHOLD_HINT}`, "threshold");
  }
  const seed = await seedFor(app, pulse);
  const made = await app.recorder.record({ ...request, createIfMissing: seed });
  if (made.kind !== "unknown-topics") return outcomeOf(made);
  // The board's topic is gone: a pulse that nobody is told of is better than one that is lost.
  const untold: MonitorSeed = { ...seed, config: { ...seed.config, topics: [] } };
  return outcomeOf(await app.recorder.record({ ...request, createIfMissing: untold }));
}

function signalOf({ parsed, source }: Pulse): PingSignal {
  const note = noteOn(parsed.threshold);
  const body = note === null ? null : new TextEncoder().encode(note);
  return { type: "ping", action: "success", exitStatus: null, runId: null, source, body };
}

/** What the log of a known pulse keeps of a threshold that cannot be read. */
function noteOn(threshold: PulseThreshold): string | null {
  if (threshold.kind !== "unreadable") return null;
  return `The threshold ${JSON.stringify(threshold.text.slice(0, 100))} was ignored: it is no number of hours.`;
}

async function seedFor(app: App, { projectId, parsed }: Pulse): Promise<MonitorSeed> {
  const { names, threshold } = parsed;
  const thresholdMs = threshold.kind === "hours" ? threshold.ms : DEFAULT_THRESHOLD_MS;
  return pulseSeed(await getProject(app, { projectId }), { names, thresholdMs, saturday: false });
}

function outcomeOf(outcome: ChangeOutcome): "recorded" | "created" {
  switch (outcome.kind) {
    case "changed":
      return outcome.created ? "created" : "recorded";
    case "too-many":
      throw new AppError("too_many_monitors", "The project has as many monitors that make themselves as it may have.");
    case "missing":
    case "slug-taken":
    case "unknown-topics":
    case "refused":
    case "failed":
      throw new Error("a pulse could not be judged", { cause: outcome });
  }
}

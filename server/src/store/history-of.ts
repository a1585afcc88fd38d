import type { Signal } from "../model/index.ts";
import type { Batch, Slot } from "./batch.ts";
import type { NewHistory } from "./new-history.ts";

/** What the history tells of a batch: commands first, then what they and the signals did to statuses. */
export function historyOf(batch: Pick<Batch, "now" | "commands" | "transitions">): NewHistory[] {
  const commands = batch.commands.flatMap(({ slot, signal, created }) => {
    const told = created ? createdEntry(slot, signal) : commandEntry(slot, signal);
    return told ? [{ ...told, projectId: slot.monitor.projectId, at: batch.now, monitorId: slot.monitor.id }] : [];
  });
  const changes = batch.transitions.map(({ slot, transition, actor }) => ({
    projectId: slot.monitor.projectId,
    at: transition.at,
    kind: "status" as const,
    actor,
    monitorId: slot.monitor.id,
    text: `${slot.monitor.config.name}: ${transition.from} → ${transition.to}. ${transition.reason.text}`,
  }));
  return [...commands, ...changes];
}

type Told = Pick<NewHistory, "kind" | "actor" | "text">;

function createdEntry(slot: Slot, signal: Signal): Told {
  const actor = "actor" in signal ? signal.actor : signal.type;
  return { kind: "monitor-created", actor, text: `Monitor ${slot.monitor.config.name} was made.` };
}

/** Pause, resume and resolve show as transitions already. */
function commandEntry(slot: Slot, signal: Signal): Told | null {
  const { name } = slot.monitor.config;
  switch (signal.type) {
    case "configure":
      if (!slot.configChanged) return null;
      return { kind: "monitor-changed", actor: signal.actor, text: `Monitor ${name} was changed.` };
    case "delete":
      return { kind: "monitor-deleted", actor: signal.actor, text: `Monitor ${name} was deleted.` };
    case "acknowledge": {
      const note = signal.note ? `: ${signal.note}` : ".";
      return { kind: "acknowledged", actor: signal.actor, text: `The outage of ${name} was acknowledged${note}` };
    }
    case "pause":
    case "resume":
    case "resolve":
    case "ping":
    case "alarm":
    case "probe":
    case "probe-now":
    case "time":
      return null;
  }
}

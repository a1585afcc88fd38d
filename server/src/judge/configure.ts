import { isDeepStrictEqual } from "node:util";
import { listInWords } from "../lib/words.ts";
import {
  type Actor,
  actorName,
  MAX_TAGS,
  type Monitor,
  type MonitorConfig,
  type Reason,
  type Retag,
  severityOf,
} from "../model/index.ts";
import { makeTransition } from "./change-status.ts";
import type { Verdict } from "./verdict.ts";
import { withDeadline } from "./with-deadline.ts";

/** Changes the configuration, and in the same step what is expected next. The kind of a monitor never changes. */
export function configure(
  monitor: Monitor,
  command: {
    readonly actor: Actor;
    readonly patch: Partial<MonitorConfig>;
    readonly retag?: Retag | undefined;
  },
  now: number,
): Verdict | "too_many_tags" {
  const changes = changesOf(monitor.config, retagged(monitor.config, command.patch, command.retag));
  if ((changes.tags?.length ?? 0) > MAX_TAGS) return "too_many_tags";
  const config: MonitorConfig = { ...monitor.config, ...changes };
  const names = Object.keys(changes);
  const text = `${actorName(command.actor)} ${names.length === 0 ? "changed nothing" : `changed ${listInWords(names)}`}.`;
  const reason: Reason = { code: "configured", text };
  const expectedAt = "expectFirstByAt" in changes ? config.expectFirstByAt : monitor.state.expectedAt;
  const configured = withDeadline({ ...monitor, config, state: { ...monitor.state, expectedAt, lastSignalAt: now } });
  const { incident } = monitor.state;
  if (incident === null || severityOf(configured) === severityOf(monitor)) {
    return { monitor: configured, transition: null, ping: null, reason };
  }
  const severity = `The severity was changed from ${monitor.config.severity} to ${config.severity} by ${actorName(command.actor)}.`;
  const told: Reason = { code: "configured", text: severity };
  const transition = makeTransition(configured, { to: "down", at: now, reason: told, incident });
  return { monitor: configured, transition, ping: null, reason };
}

/** Adds to a patch what becomes of the tags: those that stay keep their order, new ones follow. */
function retagged(config: MonitorConfig, patch: Partial<MonitorConfig>, retag: Retag | undefined) {
  if (retag === undefined) return patch;
  const kept = (patch.tags ?? config.tags).filter((tag) => !retag.remove.includes(tag));
  return { ...patch, tags: [...new Set([...kept, ...retag.add])] };
}

/** The fields of a patch that differ; a field that is undefined was not sent. */
function changesOf(config: MonitorConfig, patch: Partial<MonitorConfig>): Partial<MonitorConfig> {
  const changed = Object.entries(patch).filter(
    ([name, value]) =>
      name !== "kind" && value !== undefined && !isDeepStrictEqual(value, config[name as keyof MonitorConfig]),
  );
  return Object.fromEntries(changed);
}

import { allows } from "../access/verbs.ts";
import { newId } from "../lib/ids.ts";
import type { PingSource } from "../model/index.ts";
import type { ParsedPing } from "../signals/ping.ts";
import type { ChangeRequest, MonitorSeed } from "../store/ports.ts";
import type { App } from "./app.ts";
import { completeConfig } from "./monitor-defaults.ts";

/** What became of a ping. `created`: it made its monitor. */
export type PingOutcome = "recorded" | "created" | "not-found";

/** Records a ping; when it returns, the ping and every message because of it are durable. */
export async function recordPing(
  app: App,
  ping: { readonly parsed: ParsedPing; readonly source: PingSource; readonly body: Uint8Array | null },
): Promise<PingOutcome> {
  const target = await findTarget(app, ping.parsed);
  if (target === null) return "not-found";
  const { action, exitStatus, runId } = ping.parsed;
  const outcome = await app.recorder.record({
    ...target,
    signal: { type: "ping", action, exitStatus, runId, source: ping.source, body: ping.body },
  });
  switch (outcome.kind) {
    case "changed":
      return outcome.created ? "created" : "recorded";
    case "missing":
    case "too-many":
      return "not-found";
    case "slug-taken":
    case "unknown-topics":
    case "refused":
    case "failed":
      throw new Error("a ping could not be judged", { cause: outcome });
  }
}

async function findTarget(app: App, parsed: ParsedPing): Promise<Omit<ChangeRequest, "signal"> | null> {
  const { target } = parsed;
  if (target.by === "id") return { address: { by: "id", monitorId: target.monitorId } };
  const key = await app.store.people.findKey(target.pingKey);
  if (key === null || !allows(key.kind, "ping")) return null;
  const address = { by: "slug", projectId: key.projectId, slug: target.slug } as const;
  return parsed.create ? { address, createIfMissing: seedFor(key.projectId, target.slug) } : { address };
}

/** Its identity is its slug, which the store keeps unique: a door key beside it would outlive a changed slug. */
function seedFor(projectId: string, slug: string): MonitorSeed {
  return {
    projectId,
    monitorId: newId(),
    door: "slug",
    doorKey: null,
    config: completeConfig({ slug }),
  };
}

import { allows } from "../access/verbs.ts";
import type { PingSource } from "../model/index.ts";
import type { App } from "./app.ts";

/** A check-in as the door took it in. */
export interface CheckIn {
  readonly serviceId: string;
  readonly key: string;
  readonly source: PingSource;
}

/**
 * Records a check-in; when it returns true, it is durable. False: the key may not check this service in, or there is no
 * such service, which are not told apart.
 */
export async function recordCheckIn(app: App, { serviceId, key: value, source }: CheckIn): Promise<boolean> {
  const key = await app.store.people.findKey(value);
  if (key === null || !allows(key.kind, "check-in")) return false;
  const { projectId, monitorId } = key;
  const address = { by: "door", projectId, door: "missme", doorKey: serviceId } as const;
  if (monitorId !== null && (await app.store.watch.get(address))?.id !== monitorId) return false;
  const outcome = await app.recorder.record({
    address,
    signal: { type: "ping", action: "success", exitStatus: null, runId: null, source, body: null },
  });
  if (outcome.kind === "changed") return true;
  if (outcome.kind === "missing") return false;
  throw new Error("a check-in could not be judged", { cause: outcome });
}

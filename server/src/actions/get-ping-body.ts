import { AppError } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** The bytes that came with a ping. */
export async function getPingBody(
  app: App,
  caller: Caller,
  ping: { readonly monitorId: string; readonly n: number },
): Promise<Uint8Array> {
  const monitor = await getMonitor(app, caller, { monitorId: ping.monitorId });
  const body = await app.store.watch.pingBody(monitor.id, ping.n);
  if (body === null) {
    throw new AppError("not_found", "The monitor has no ping of this number, or it came without a body.");
  }
  return body;
}

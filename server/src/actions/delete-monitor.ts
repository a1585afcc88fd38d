import type { App, Caller } from "./app.ts";
import { changeMonitor } from "./change-monitor.ts";

/** Deletes a monitor with its log; targets that keep its incident open are told that it ended. */
export async function deleteMonitor(app: App, caller: Caller, monitorId: string): Promise<void> {
  await changeMonitor(app, {
    address: { by: "id", monitorId, projectId: caller.projectId },
    signal: { type: "delete", actor: caller.actor },
  });
}

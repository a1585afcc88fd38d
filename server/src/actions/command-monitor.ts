import type { CommandSignal, Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { changeMonitor, monitorOf } from "./change-monitor.ts";

type Command = Exclude<CommandSignal["type"], "configure" | "delete">;

/** Pauses or resumes a monitor, lets a probe look now, acknowledges an outage, or resolves an alarm. */
export async function commandMonitor(
  app: App,
  caller: Caller,
  command: { readonly monitorId: string; readonly type: Command; readonly note?: string | undefined },
): Promise<Monitor> {
  const { actor } = caller;
  const changed = await changeMonitor(app, {
    address: { by: "id", monitorId: command.monitorId, projectId: caller.projectId },
    signal:
      command.type === "acknowledge" || command.type === "resolve"
        ? { type: command.type, actor, note: command.note }
        : { type: command.type, actor },
  });
  return monitorOf(changed);
}

import { AppError, type Monitor } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { addMonitor } from "./create-monitor.ts";
import { getMonitor } from "./get-monitor.ts";

const MAX_NAME_LENGTH = 100;

/** Makes a new monitor with another one's configuration, credentials included; its slug and its past stay behind. */
export async function cloneMonitor(
  app: App,
  caller: Caller,
  input: { readonly monitorId: string; readonly name?: string | undefined },
): Promise<Monitor> {
  const { config } = await getMonitor(app, caller, input);
  if (config.kind === "alarm") {
    throw new AppError("invalid_input", "An alarm is made by its source, so it cannot be cloned.");
  }
  const name = input.name ?? `Copy of ${config.name}`.slice(0, MAX_NAME_LENGTH);
  return await addMonitor(app, caller, { ...config, name, slug: null, expectFirstByAt: null });
}

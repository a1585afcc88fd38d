import type { Api } from "./api.ts";
import type { Monitor } from "./monitors.ts";

/** What can be told a monitor. */
export type MonitorCommand = "pause" | "resume" | "probe" | "acknowledge" | "resolve";

/** Tells a monitor something and gives it as it then stands. */
export function commandMonitor(
  api: Api,
  command: { readonly id: string; readonly type: MonitorCommand; readonly note?: string | undefined },
): Promise<Monitor> {
  const { id, type, note } = command;
  const body = note === undefined || note === "" ? {} : { note };
  return api.post<Monitor>(`/monitors/${encodeURIComponent(id)}/${type}`, { body });
}

/** Makes a new monitor with the configuration of this one. */
export function cloneMonitor(api: Api, id: string): Promise<Monitor> {
  return api.post<Monitor>(`/monitors/${encodeURIComponent(id)}/clone`, { body: {} });
}

import type { MonitorBatchAnswer } from "../../../server/src/http/monitors/batch-routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** What can be done to many monitors. */
export type MonitorChange =
  | { readonly action: "pause" | "resume" | "delete" }
  | { readonly action: "add-tags" | "remove-tags"; readonly tags: readonly string[] };

/** A monitor that the server did not change, and why. */
export interface Refused {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** So many monitors the API changes in one request. */
export const MOST_AT_ONCE = 1_000;

/** Does the same to many monitors, and says which refused. What was done when a request fails stays done. */
export async function changeMonitors(
  api: Api,
  ids: readonly string[],
  change: MonitorChange,
  options: { readonly projectId?: string; readonly keepalive?: boolean } = {},
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const body = { ids: ids.slice(at, at + MOST_AT_ONCE), ...change };
    const answer = await api.post<Wire<typeof MonitorBatchAnswer>>("/monitors/batch", { body, ...options });
    refused.push(...answer.results.flatMap(({ id, error }) => (error === null ? [] : [{ id, ...error }])));
  }
  return refused;
}

import type { Pill } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** The last results of each of these monitors; those that the caller's project does not have are left out. */
export async function listPills(
  app: App,
  caller: Caller,
  query: { readonly monitorIds: readonly string[]; readonly count: number },
): Promise<readonly { readonly monitorId: string; readonly pills: readonly Pill[] }[]> {
  const monitors = await app.store.watch.getMany(caller.projectId, [...new Set(query.monitorIds)]);
  const ids = monitors.map(({ id }) => id);
  const pills = await app.store.watch.pills(ids, query.count);
  return ids.map((monitorId) => ({ monitorId, pills: pills[monitorId] ?? [] }));
}

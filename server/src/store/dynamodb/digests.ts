import { digestAfter } from "../project-patch.ts";
import type { DynamoDeps } from "./deps.ts";
import { sortable } from "./keys.ts";
import { loadProjectItem, projectFromItem } from "./load-projects.ts";
import { queryAll } from "./port.ts";
import { transact } from "./transact.ts";

const DIGESTS = "DIGESTS";

/** Where the index lists a project whose board has a digest to come; null: it has none. */
export function digestPlace(digestAt: number | null) {
  return digestAt === null ? {} : { digestAt, g2pk: DIGESTS, g2sk: sortable(digestAt) };
}

/** The projects whose board has a digest due, the longest due first. */
export async function dueDigests({ port, now }: DynamoDeps) {
  const at = now();
  const items = await queryAll(port, { index: "index-2", pk: DIGESTS, range: { upTo: sortable(at) } });
  return items.map(({ id, digestAt }) => ({ projectId: String(id), dueAt: Number(digestAt) }));
}

/** Sets when the next digest is due. Another process, or a change of the board, may have done so meanwhile. */
export async function digestSent(deps: DynamoDeps, projectId: string, dueAt: number): Promise<void> {
  await transact(deps, async (trx) => {
    const item = await loadProjectItem(trx, projectId);
    if (item === null || item.digestAt !== dueAt) return;
    const { digestEveryMs } = projectFromItem(item).heartbeatBoard;
    trx.put({ ...item, ...digestPlace(digestAfter(dueAt, digestEveryMs, trx.now)) });
  });
}

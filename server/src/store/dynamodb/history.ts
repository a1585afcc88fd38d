import type { HistoryEntry, HistoryKind } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { HistoryFilter, HistoryPort, Page, PageRequest } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { isAlive } from "./log-items.ts";
import type { Query } from "./port.ts";
import { walk } from "./walk.ts";

/** Makes the history port of a DynamoDB store. */
export function createHistory(deps: DynamoDeps): HistoryPort {
  return {
    async list(filter) {
      const { projectId, kind, monitorId, topicId } = filter;
      return await pageOfHistory(
        deps,
        partitionOf(filter),
        filter,
        (entry) =>
          entry.projectId === projectId &&
          (kind === undefined || entry.kind === kind) &&
          (monitorId === undefined || entry.monitorId === monitorId) &&
          (topicId === undefined || entry.topicId === topicId),
      );
    },
  };
}

/** A page of those lines of a history that are wanted, newest first. */
export async function pageOfHistory(
  { port, now }: Pick<DynamoDeps, "port" | "now">,
  partition: Pick<Query, "pk" | "index">,
  { cursor, limit }: PageRequest,
  isWanted: (entry: HistoryEntry) => boolean,
): Promise<Page<HistoryEntry>> {
  const at = now();
  const before = cursor === undefined ? null : String(unpackCursor(cursor, ["string"])[0]);
  const found = await walk(
    port,
    { ...partition, newestFirst: true, ...(before !== null && { range: { upTo: before } }) },
    {
      limit: limit + 1,
      pick(item) {
        const entry = historyFromItem(item);
        return entry.id !== before && isAlive(item, at) && isWanted(entry) ? entry : null;
      },
    },
  );
  return pageOf(
    found,
    limit,
    (entry) => entry,
    ({ id }) => [id],
  );
}

/** The list that holds the fewest others. */
function partitionOf({ projectId, monitorId, topicId }: HistoryFilter): Pick<Query, "pk" | "index"> {
  if (monitorId !== undefined) return { index: "index-1", pk: `MONITOR#${monitorId}#HISTORY` };
  if (topicId !== undefined) return { index: "index-1", pk: `TOPIC#${topicId}#HISTORY` };
  return { pk: `PROJECT#${projectId}#HISTORY` };
}

/** Reads a line of the history. */
function historyFromItem(item: Item): HistoryEntry {
  const text = (name: string): string | null => (typeof item[name] === "string" ? item[name] : null);
  return {
    id: item.sk,
    projectId: text("projectId") ?? "",
    at: Number(item.at),
    kind: text("kind") as HistoryKind,
    actor: text("actor") ?? "",
    from: text("from"),
    accountId: text("accountId"),
    monitorId: text("monitorId"),
    topicId: text("topicId"),
    text: text("text") ?? "",
  };
}

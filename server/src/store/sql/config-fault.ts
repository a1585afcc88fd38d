import type { MonitorConfig } from "../../model/index.ts";
import type { ChangeOutcome } from "../ports.ts";
import type { Batch } from "./batch.ts";
import type { Db } from "./deps.ts";
import { loadTopicsByName } from "./load-topics.ts";

interface Wanted {
  readonly projectId: string;
  readonly monitorId: string;
  /** Only what is sent is checked: a monitor whose topic was deleted can still be renamed. */
  readonly wanted: Partial<Pick<MonitorConfig, "slug" | "topics">>;
}

/** What keeps a configuration from being stored: a slug that is taken, topics that do not exist; null: nothing. */
export async function configFault(trx: Db, batch: Batch, input: Wanted): Promise<ChangeOutcome | null> {
  const { projectId, monitorId, wanted } = input;
  const { slug, topics } = wanted;
  if (slug !== undefined && slug !== null) {
    const owner = await slugOwner(trx, batch, { projectId, slug });
    if (owner !== null && owner !== monitorId) return { kind: "slug-taken", slug };
  }
  if (topics === undefined) return null;
  const known = await loadTopicsByName(trx, projectId, topics);
  const unknown = topics.filter((name) => !known.has(name));
  return unknown.length > 0 ? { kind: "unknown-topics", topics: unknown } : null;
}

/** Who has the slug after what this batch has done so far; null: nobody. */
async function slugOwner(
  trx: Db,
  batch: Batch,
  { projectId, slug }: { readonly projectId: string; readonly slug: string },
): Promise<string | null> {
  const slots = [...batch.slots].filter(({ monitor }) => monitor.projectId === projectId);
  const holder = slots.find((slot) => !slot.deleted && slot.monitor.config.slug === slug);
  if (holder) return holder.monitor.id;
  const stored = await trx
    .selectFrom("monitors")
    .select("id")
    .where("project_id", "=", projectId)
    .where("slug", "=", slug)
    .executeTakeFirst();
  const gaveItUp = slots.some(({ monitor }) => monitor.id === stored?.id);
  return stored && !gaveItUp ? stored.id : null;
}

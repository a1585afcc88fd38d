import { AppError, type MonitorConfig, type Topic } from "../../model/index.ts";
import type { ChangeOutcome } from "../ports.ts";
import type { MonitorBatch } from "./fold.ts";
import { uniqueKey } from "./keys.ts";
import { loadTopicsByName } from "./load-topics.ts";
import { countTargets, MAX_TARGETS } from "./target-limit.ts";
import type { Transaction } from "./transact.ts";

interface Wanted {
  readonly projectId: string;
  readonly monitorId: string;
  /** Only what is sent is checked: a monitor whose topic was deleted can still be renamed. */
  readonly wanted: Partial<Pick<MonitorConfig, "slug" | "topics">>;
}

/**
 * What keeps a configuration from being stored: a slug that is taken, topics that do not exist; null: nothing. Throws
 * AppError `invalid_input` when more targets would be told than one transaction can write messages for.
 */
export async function configFault(
  trx: Transaction,
  batch: MonitorBatch,
  { projectId, monitorId, wanted }: Wanted,
): Promise<ChangeOutcome | null> {
  const { slug, topics } = wanted;
  if (slug !== undefined && slug !== null) {
    const owner = await slugOwner(trx, batch, { projectId, slug });
    if (owner !== null && owner !== monitorId) return { kind: "slug-taken", slug };
  }
  if (topics === undefined) return null;
  const known = await loadTopicsByName(trx, projectId, topics);
  const unknown = topics.filter((name) => !known.has(name));
  if (unknown.length > 0) return { kind: "unknown-topics", topics: unknown };
  refuseTooManyTargets([...known.values()]);
  return null;
}

/** Who has the slug after what this batch has done so far; null: nobody. */
async function slugOwner(
  trx: Transaction,
  batch: MonitorBatch,
  { projectId, slug }: { readonly projectId: string; readonly slug: string },
): Promise<string | null> {
  const slots = [...batch.slots].filter(({ monitor }) => monitor.projectId === projectId);
  const holder = slots.find((slot) => !slot.deleted && slot.monitor.config.slug === slug);
  if (holder) return holder.monitor.id;
  const stored = await trx.get(uniqueKey("slug", projectId, slug));
  const gaveItUp = slots.some(({ monitor }) => monitor.id === stored?.id);
  return stored && !gaveItUp ? String(stored.id) : null;
}

function refuseTooManyTargets(topics: readonly Topic[]): void {
  const count = countTargets(topics);
  if (count <= MAX_TARGETS) return;
  throw new AppError(
    "invalid_input",
    `"topics" names topics with ${count} integrations together; on DynamoDB a monitor can tell ${MAX_TARGETS}. Name fewer topics, or take integrations out of them.`,
    "topics",
  );
}

import type { NewNotification } from "../../model/index.ts";
import { IDEMPOTENCY_WINDOW_MS } from "../message-retention.ts";
import type { PublishOutcome } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { insertRows } from "./row-statements.ts";
import { writeNotifications } from "./write-notifications.ts";

/** A publication with the key that makes a repeat harmless. */
export interface PublishItem {
  readonly notification: NewNotification;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | undefined;
}

type Published = Extract<PublishOutcome, { kind: "published" }>["messages"];

/** What an item of the batch comes to: an answer known already, or the item whose fresh messages it gets. */
type Plan =
  | { readonly kind: "known"; readonly outcome: PublishOutcome }
  | { readonly kind: "fresh"; readonly index: number; readonly repeated: boolean };

/** Stores publications, many in one transaction, each with all its messages. */
export async function publish(deps: SqlDeps, items: readonly PublishItem[]): Promise<readonly PublishOutcome[]> {
  return await deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const fresh: PublishItem[] = [];
    const inBatch = new Map<string, { readonly index: number; readonly bodyHash: string }>();
    const plans: Plan[] = [];
    for (const item of items) {
      const scope = item.idempotency && JSON.stringify([item.notification.topicId, item.idempotency.key]);
      const earlier = scope ? inBatch.get(scope) : undefined;
      const known = earlier ? null : await recall(trx, item, now);
      if (known) plans.push({ kind: "known", outcome: known });
      else if (earlier && earlier.bodyHash !== item.idempotency?.bodyHash) {
        plans.push({ kind: "known", outcome: { kind: "conflict" } });
      } else if (earlier) plans.push({ kind: "fresh", index: earlier.index, repeated: true });
      else {
        if (scope && item.idempotency) inBatch.set(scope, { index: fresh.length, bodyHash: item.idempotency.bodyHash });
        plans.push({ kind: "fresh", index: fresh.length, repeated: false });
        fresh.push(item);
      }
    }
    const messages = await write(trx, fresh, now);
    return plans.map((plan) =>
      plan.kind === "known"
        ? plan.outcome
        : { kind: "published", messages: messages[plan.index] ?? [], repeated: plan.repeated },
    );
  });
}

/** The answer that this key was given before; null when it is new or forgotten. */
async function recall(trx: Db, item: PublishItem, now: number): Promise<PublishOutcome | null> {
  if (!item.idempotency) return null;
  const row = await trx
    .selectFrom("idempotency")
    .selectAll()
    .where("topic_id", "=", item.notification.topicId)
    .where("key", "=", item.idempotency.key)
    .where("created_at", ">", now - IDEMPOTENCY_WINDOW_MS)
    .executeTakeFirst();
  if (!row) return null;
  if (row.body_hash !== item.idempotency.bodyHash) return { kind: "conflict" };
  return { kind: "published", messages: JSON.parse(row.answer), repeated: true };
}

async function write(trx: Db, items: readonly PublishItem[], now: number): Promise<readonly Published[]> {
  const notifications = items.map((item) => item.notification);
  const answers = items.map((): { id: string; integrationName: string }[] => []);
  for (const { id, notificationIndex, integrationName } of await writeNotifications(trx, notifications, now)) {
    answers[notificationIndex]?.push({ id, integrationName });
  }
  const keyed = items.flatMap(({ notification, idempotency }, index) =>
    idempotency
      ? [[notification.topicId, idempotency.key, idempotency.bodyHash, JSON.stringify(answers[index]), now]]
      : [],
  );
  // In one order for all: two who publish the same at once then wait for one another one way round.
  keyed.sort(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1));
  for (const [topicId, key] of keyed) {
    await trx
      .deleteFrom("idempotency")
      .where("topic_id", "=", String(topicId))
      .where("key", "=", String(key))
      // Not one that another process wrote meanwhile: that one makes this publication begin again.
      .where("created_at", "<=", now - IDEMPOTENCY_WINDOW_MS)
      .execute();
  }
  await insertRows(trx, "idempotency", ["topic_id", "key", "body_hash", "answer", "created_at"], keyed);
  return answers;
}

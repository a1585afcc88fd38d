import type { NewNotification } from "../../model/index.ts";
import { IDEMPOTENCY_WINDOW_MS } from "../message-retention.ts";
import type { PublishOutcome } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { InTurn } from "./in-turn.ts";
import type { Key } from "./item.ts";
import { uniqueKey } from "./keys.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeNotifications } from "./write-notifications.ts";

interface Idempotency {
  readonly key: string;
  readonly bodyHash: string;
}

type Published = Extract<PublishOutcome, { kind: "published" }>;

/** Stores a publication with all its messages, once for each idempotency key and body. */
export async function publish(
  deps: DynamoDeps,
  inTurn: InTurn,
  notification: NewNotification,
  idempotency: Idempotency | undefined,
): Promise<PublishOutcome> {
  if (!idempotency) return await transact(deps, (trx) => write(deps, trx, notification));
  const key = uniqueKey("IDEMPOTENCY", notification.topicId, idempotency.key);
  return await inTurn(key.pk, () =>
    transact(deps, async (trx) => {
      const known = await recall(trx, key, idempotency);
      if (known) return known;
      const outcome = await write(deps, trx, notification);
      trx.put({
        ...key,
        bodyHash: idempotency.bodyHash,
        answer: JSON.stringify(outcome.messages),
        createdAt: trx.now,
        ttl: Math.ceil((trx.now + IDEMPOTENCY_WINDOW_MS) / 1000),
      });
      return outcome;
    }),
  );
}

/** The answer that this key was given before; null when it is new or forgotten. */
async function recall(trx: Transaction, key: Key, { bodyHash }: Idempotency): Promise<PublishOutcome | null> {
  const item = await trx.get(key);
  if (item === null || Number(item.createdAt) <= trx.now - IDEMPOTENCY_WINDOW_MS) return null;
  if (item.bodyHash !== bodyHash) return { kind: "conflict" };
  return { kind: "published", messages: JSON.parse(String(item.answer)), repeated: true };
}

async function write(deps: DynamoDeps, trx: Transaction, notification: NewNotification): Promise<Published> {
  const written = await writeNotifications(deps, trx, [notification]);
  const messages = written.map(({ id, integrationName }) => ({ id, integrationName }));
  return { kind: "published", messages, repeated: false };
}

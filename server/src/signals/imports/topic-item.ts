import { z } from "zod";
import { ItemName, type ReadItem, readItem, secret } from "./item-fields.ts";

/** A topic of the old table. */
export interface TopicItem {
  readonly id: string;
  readonly channel: string;
  readonly topic: string;
  readonly hash: string;
  readonly integrations: readonly IntegrationItem[];
}

interface IntegrationItem {
  readonly name: string;
  /** The old system chose by the name what to send to; null: it still does. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly credentials: unknown;
}

/** What two halves of a topic's name may be. */
const TOPIC_NAME = /^([^+/\p{Cc}\p{Zl}\p{Zp}]{1,100})\+([^+/\p{Cc}\p{Zl}\p{Zp}]{1,100})$/u;

/** Credentials were kept as a map, or as JSON in a text. */
const Credentials = z.union([z.string(), z.record(z.string(), z.unknown())]).transform((value, context) => {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below in the same words: the text may be a secret, or sealed with a key that only the old system has.
  }
  context.addIssue("must be a map, or a JSON object as text; what is encrypted must be decrypted first");
  return z.NEVER;
});

const Item = z.object({
  id: z.string().toLowerCase().pipe(z.uuid()),
  name: z.string().regex(TOPIC_NAME, { error: "must be the full name of a topic, such as shop+orders" }),
  hash: secret(8),
  integrations: z
    .array(
      z.object({
        name: ItemName,
        provider: z.string().min(1).max(50).nullish(),
        model: z.string().max(40_000).nullish(),
        credentials: Credentials.nullish(),
      }),
    )
    .max(50)
    .nullish(),
});

/** Reads an item of the Serverless Notification Service's table. */
export function readTopicItem(typed: unknown): ReadItem<TopicItem> {
  const read = readItem(typed, Item, ({ name }) => (typeof name === "string" && name !== "" ? name : null));
  if (read.kind === "unreadable") return read;
  const { id, name, hash, integrations } = read.value;
  const [, channel = "", topic = ""] = TOPIC_NAME.exec(name) ?? [];
  const listed = (integrations ?? []).map((each) => ({
    name: each.name,
    provider: each.provider ?? null,
    model: each.model ?? null,
    credentials: each.credentials ?? {},
  }));
  return { kind: "read", name: read.name, value: { id, channel, topic, hash, integrations: listed } };
}

import { type Message, topicName } from "../../model/index.ts";
import { REMOVED } from "../delivery-words.ts";
import type { DynamoDeps } from "./deps.ts";
import { endingOf } from "./flush-lane.ts";
import { type Lane, laneFromItem, laneKey } from "./lane.ts";
import { ended, messageFromItem, messageKey, type StoredMessage } from "./message-item.ts";
import type { Reader } from "./port.ts";
import { integrationFromItem, integrationKey, topicAddressFromItem, topicAddressKey } from "./topic-items.ts";

/** How topics and integrations are called now. */
export interface Names {
  readonly topics: ReadonlyMap<string, string>;
  readonly integrations: ReadonlyMap<string, { readonly name: string; readonly provider: string }>;
}

/** Loads the names that these messages show. */
export async function loadNames(reader: Reader, messages: readonly StoredMessage[]): Promise<Names> {
  const topicIds = new Set(messages.map(({ topicId }) => topicId));
  const integrationIds = new Set(messages.map(({ integrationId }) => integrationId));
  const items = await reader.getMany([
    ...[...topicIds].map(topicAddressKey),
    ...[...integrationIds].map(integrationKey),
  ]);
  const topics = items.filter(({ sk }) => sk === "TOPIC").map(topicAddressFromItem);
  const integrations = items.filter(({ sk }) => sk === "INTEGRATION").map(integrationFromItem);
  return {
    topics: new Map(topics.map(({ id, channel, topic }) => [id, topicName(channel, topic)])),
    integrations: new Map(integrations.map(({ id, name, provider }) => [id, { name, provider }])),
  };
}

/** A message as it is shown; of one that waits `lane` says how far it is. */
export function toMessage(message: StoredMessage, lane: Lane | null, names: Names): Message {
  const { lane: _name, seq: _seq, facts: _facts, tryCount: _tries, ...shown } = message;
  const isHead = message.status === "waiting" && lane?.waiting[0]?.id === message.id;
  const { attemptCount, lastReason } = isHead ? lane.head : message;
  const integration = names.integrations.get(message.integrationId);
  return {
    ...shown,
    topic: names.topics.get(message.topicId) ?? REMOVED,
    integrationName: integration?.name ?? REMOVED,
    provider: integration?.provider ?? REMOVED,
    dueAt: isHead ? lane.head.dueAt : null,
    attemptCount,
    lastReason,
  };
}

/** Messages with the lanes of those that wait. */
export interface Standing {
  readonly message: StoredMessage;
  readonly lane: Lane | null;
}

/**
 * Looks up how messages stand: one that waits by its own item may have been replaced in its lane already, or have ended
 * since that item was read.
 */
export async function loadStanding(
  deps: Pick<DynamoDeps, "port" | "now">,
  messages: readonly StoredMessage[],
): Promise<readonly Standing[]> {
  const waiting = messages.filter(({ status }) => status === "waiting");
  if (waiting.length === 0) return messages.map((message) => ({ message, lane: null }));
  const items = await deps.port.getMany(waiting.map(({ integrationId, lane }) => laneKey(integrationId, lane)));
  const lanes = new Map(items.map(laneFromItem).map((lane) => [`${lane.integrationId} ${lane.name}`, lane]));
  const gone: string[] = [];
  const seen = messages.map((message): Standing => {
    const lane = lanes.get(`${message.integrationId} ${message.lane}`) ?? null;
    if (message.status !== "waiting" || lane?.waiting.some(({ id }) => id === message.id)) return { message, lane };
    const over = lane?.ended.find(({ id }) => id === message.id);
    if (over) return { message: ended(message, endingOf(over)), lane };
    gone.push(message.id);
    return { message, lane };
  });
  if (gone.length === 0) return seen;
  const now = deps.now();
  const again = (await deps.port.getMany(gone.map(messageKey))).map((item) => messageFromItem(item, now));
  const fresh = new Map(again.flatMap((message) => (message ? [[message.id, message] as const] : [])));
  return seen.map(({ message, lane }) => ({ message: fresh.get(message.id) ?? message, lane }));
}

/** Messages as they are shown. */
export async function showMessages(
  deps: Pick<DynamoDeps, "port" | "now">,
  standing: readonly Standing[],
): Promise<readonly Message[]> {
  const names = await loadNames(
    deps.port,
    standing.map(({ message }) => message),
  );
  return standing.map(({ message, lane }) => toMessage(message, lane, names));
}

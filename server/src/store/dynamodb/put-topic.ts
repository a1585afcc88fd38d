import { newId, newSecret } from "../../lib/ids.ts";
import { type Actor, type Integration, matchIntegrations, type Topic, topicName } from "../../model/index.ts";
import type { IntegrationInput, PutTopicOutcome, TopicInput } from "../ports.ts";
import { cancelOrphans } from "./cancel-waiting.ts";
import type { DynamoDeps } from "./deps.ts";
import { tellWaiting } from "./due-ids.ts";
import { topicKey } from "./keys.ts";
import { refuseLargeTopic } from "./target-limit.ts";
import {
  integrationFromItem,
  integrationItem,
  integrationKey,
  type TargetOfTopic,
  type TopicAddress,
  topicAddressFromItem,
  topicAddressItem,
  topicAddressKey,
  topicFromItem,
  topicItem,
} from "./topic-items.ts";
import type { Transaction } from "./transact.ts";

import { writeHistory } from "./write-history.ts";

/**
 * Creates or replaces a topic inside a transaction; bootstrap uses it too. What waits for integrations that go is
 * cancelled after the commit: it may be more than one transaction holds, and nobody can send it any more.
 */
export async function putTopicIn(
  deps: DynamoDeps,
  trx: Transaction,
  input: TopicInput,
  actor: Actor,
): Promise<PutTopicOutcome> {
  const { projectId, channel, topic: half } = input;
  refuseLargeTopic(input);
  const name = topicName(channel, half);
  const item = await trx.get(topicKey(projectId, name));
  const old = item && topicFromItem(item);
  if (input.id !== undefined && input.id !== old?.id) {
    if (old || (await trx.get(topicAddressKey(input.id)))) return { kind: "id-taken" };
  }
  const known = matchIntegrations(old?.integrations ?? [], input.integrations);
  const missing = input.integrations.find(
    (wanted, index) => wanted.credentials === null && (known[index] ?? null) === null,
  );
  if (missing) return { kind: "credentials-missing", integrationName: missing.name };
  const id = old?.id ?? input.id ?? newId();
  const hash = await writeAddress(deps, trx, { id, projectId, channel, topic: half, hash: input.hash });
  const owner = { projectId, topicId: id, channel, topic: half };
  const integrations = await replaceIntegrations(deps, trx, { owner, old, wanted: input.integrations, known });
  const stored: Topic = { ...input, id, name, integrations, createdAt: old?.createdAt ?? trx.now };
  trx.put(topicItem(stored));
  const text = `Topic ${name} was ${old ? "changed" : "made"}.`;
  const kind = old ? "topic-changed" : "topic-created";
  writeHistory(deps, trx, [{ projectId, at: trx.now, kind, actor, topicId: id, text }]);
  return { kind: "put", created: !old, topic: topicFromItem(topicItem(stored)), hash };
}

type WantedAddress = Omit<TopicAddress, "hashCode" | "hashSealed"> & { readonly hash: string | undefined };

/** Writes the address of a topic that is new or gets another hash; says its hash. */
async function writeAddress(deps: DynamoDeps, trx: Transaction, wanted: WantedAddress): Promise<string> {
  const { vault } = deps;
  const { hash: brought, ...address } = wanted;
  const item = await trx.get(topicAddressKey(wanted.id));
  if (item !== null && brought === undefined) return vault.open(topicAddressFromItem(item).hashSealed);
  const hash = brought ?? newSecret();
  trx.put(topicAddressItem({ ...address, hashCode: vault.code(hash), hashSealed: vault.seal(hash) }));
  return hash;
}

interface ReplaceIntegrations {
  readonly owner: Pick<TargetOfTopic, "projectId" | "topicId" | "channel" | "topic">;
  readonly old: Topic | null;
  readonly wanted: readonly IntegrationInput[];
  /** Which of the old ones each wanted one is. */
  readonly known: readonly (Integration | null)[];
}

/** Those that are known keep their id and their messages; says what the topic has now. */
async function replaceIntegrations(
  deps: DynamoDeps,
  trx: Transaction,
  { owner, old, wanted, known }: ReplaceIntegrations,
): Promise<readonly Integration[]> {
  const kept = new Set(known.flatMap((each) => each?.id ?? []));
  const gone = (old?.integrations ?? []).map(({ id }) => id).filter((id) => !kept.has(id));
  const items = await trx.getMany([...kept, ...gone].map(integrationKey));
  for (const id of gone) trx.delete(integrationKey(id));
  if (gone.length > 0) trx.afterwards(() => cancelOrphans(deps, gone));
  const targets = new Map(items.map(integrationFromItem).map((target) => [target.id, target]));
  const now = wanted.map((input, index) => {
    const id = known[index]?.id ?? newId();
    return targetOf(deps, { ...owner, id }, { input, before: targets.get(id) });
  });
  for (const target of now) {
    const item = integrationItem(target);
    if (targets.has(target.id)) trx.put(item);
    else trx.create(item);
  }
  // Whatever held them up may be over.
  if (kept.size > 0) trx.afterwards(() => tellWaiting(deps, [...kept]));
  return now.map((target, index) => publicPart(target, wanted[index]?.notifyOn ?? null));
}

function targetOf(
  { vault }: DynamoDeps,
  place: Pick<TargetOfTopic, "id" | "projectId" | "topicId" | "channel" | "topic">,
  { input, before }: { readonly input: IntegrationInput; readonly before: TargetOfTopic | undefined },
): TargetOfTopic {
  const { name, provider, model, enabled, keepsIncidents, rate } = input;
  const shown = { ...place, name, provider, model, enabled, keepsIncidents, rate };
  if (input.credentials === null) {
    if (before === undefined) throw new Error("a new integration needs credentials");
    const { credentials, bucketId, suspended } = before;
    return { ...shown, credentials, bucketId, suspended };
  }
  // New credentials are a new chance for a target that was given up.
  const text = JSON.stringify(input.credentials);
  const bucketId = vault.code(`${provider}\n${text}`);
  return { ...shown, credentials: vault.seal(text), bucketId, suspended: null };
}

function publicPart(target: TargetOfTopic, notifyOn: Integration["notifyOn"]): Integration {
  const { id, name, provider, model, enabled, suspended, keepsIncidents } = target;
  return { id, name, provider, model, notifyOn, enabled, suspended, keepsIncidents };
}

import type { Integration } from "../../model/index.ts";
import { topicName } from "../../model/index.ts";
import type { DynamoDeps } from "./deps.ts";
import { topicKey } from "./keys.ts";
import {
  integrationFromItem,
  integrationItem,
  integrationKey,
  type TargetOfTopic,
  topicFromItem,
  topicItem,
} from "./topic-items.ts";
import type { Transaction } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** Gives an integration up until it is resumed or gets new credentials; false when it was given up already. */
export async function suspendIntegration(
  deps: DynamoDeps,
  trx: Transaction,
  { integrationId, reason }: { readonly integrationId: string; readonly reason: string },
): Promise<boolean> {
  const item = await trx.get(integrationKey(integrationId));
  const integration = item && integrationFromItem(item);
  if (!integration || integration.suspended !== null) return false;
  await putSuspended(trx, integration, { at: trx.now, reason });
  const { name, projectId, topicId } = integration;
  const text = `Integration ${name} was suspended: ${reason}`;
  const entry = { projectId, at: trx.now, kind: "integration-suspended", actor: "delivery" } as const;
  writeHistory(deps, trx, [{ ...entry, topicId, text }]);
  return true;
}

/** Writes into an integration and its topic whether it is given up. */
export async function putSuspended(
  trx: Transaction,
  integration: TargetOfTopic,
  suspended: Integration["suspended"],
): Promise<void> {
  const { id, projectId, channel, topic: half } = integration;
  trx.put(integrationItem({ ...integration, suspended }));
  const item = await trx.get(topicKey(projectId, topicName(channel, half)));
  if (item === null) return;
  const topic = topicFromItem(item);
  const integrations = topic.integrations.map((each) => (each.id === id ? { ...each, suspended } : each));
  trx.put(topicItem({ ...topic, integrations }));
}

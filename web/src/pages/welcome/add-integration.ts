import type { Api } from "../../api/api.ts";
import { ApiError, isNotFound } from "../../api/api-error.ts";
import type { Monitor } from "../../api/monitors.ts";
import { type Topic, topicPath } from "../../api/topics.ts";
import type { CredentialField } from "../../parts/credentials/read-fields.ts";

interface NewIntegration {
  readonly name: string;
  readonly provider: string;
  readonly credentials: Readonly<Record<string, unknown>>;
  /** The one that was added before and did not do; null: none. */
  readonly insteadOf: string | null;
  /** The fields of its form. */
  readonly fields: readonly CredentialField[];
}

/** The topic that a monitor tells; one that tells none gets the usual one. */
export function topicOf({ topics }: Pick<Monitor, "topics">): string {
  return topics[0] ?? "default+alerts";
}

/**
 * Adds an integration to the topic of a monitor, or replaces the one of its name; all others stay as they are. What the API
 * says of a credential is said of the field of this form.
 */
export async function addIntegration(
  api: Api,
  monitor: Monitor,
  { insteadOf, fields, ...added }: NewIntegration,
): Promise<void> {
  const topic = topicOf(monitor);
  const kept = (await integrationsOf(api, topic)).filter(({ name }) => name !== added.name && name !== insteadOf);
  try {
    await api.put<Topic>(topicPath(topic), { body: { integrations: [...kept, added] } });
  } catch (error) {
    throw error instanceof ApiError ? inWordsOfForm(error, `integrations.${kept.length}.`, fields) : error;
  }
  if (!monitor.topics.includes(topic)) await api.patch(`/monitors/${monitor.id}`, { body: { topics: [topic] } });
}

async function integrationsOf(api: Api, topic: string) {
  try {
    const { integrations } = await api.get<Topic>(topicPath(topic));
    // The credentials are not among them; left out, they are kept.
    return integrations.map(({ name, provider, model, notifyOn, enabled }) => ({
      name,
      provider,
      model,
      notifyOn,
      enabled,
    }));
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function inWordsOfForm(error: ApiError, prefix: string, fields: readonly CredentialField[]): ApiError {
  const { code, status, field, message } = error;
  if (field === null || !field.startsWith(prefix)) return error;
  const own = field.slice(prefix.length).replace(/^credentials\./, "");
  const label = fields.find(({ name }) => own === name || own.startsWith(`${name}.`))?.label ?? own;
  return new ApiError(message.replace(`"${field}"`, label), { code, status, field: own });
}

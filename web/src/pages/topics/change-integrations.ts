import type { Api } from "../../api/api.ts";
import { ApiError } from "../../api/api-error.ts";
import { type Integration, type Topic, topicPath } from "../../api/topics.ts";

/** An integration as it is sent; without credentials, those that it has are kept. */
export interface IntegrationDraft extends Pick<Integration, "name" | "provider" | "model" | "notifyOn" | "enabled"> {
  /** Absent: a new one. */
  readonly id?: string;
  readonly credentials?: Readonly<Record<string, unknown>>;
  /** The stored ones that stay beside those that are given. */
  readonly keepCredentials?: readonly string[];
}

/** What is sent of an integration that stays as it is. */
export function asDraft({ id, name, provider, model, notifyOn, enabled }: Integration): IntegrationDraft {
  return { id, name, provider, model, notifyOn, enabled };
}

/**
 * Adds an integration to a topic, or changes the one of its id. The others stay as they are on the server now, not as they
 * were when this page read them. What the API says of it is said without its place in the list.
 */
export async function saveIntegration(api: Api, topicName: string, draft: IntegrationDraft): Promise<Topic> {
  const now = await draftsNow(api, topicName);
  const known = now.findIndex(({ id }) => id === draft.id);
  if (draft.id !== undefined && known < 0) throw removedMeanwhile();
  const place = known < 0 ? now.length : known;
  try {
    return await putDrafts(api, topicName, now.toSpliced(place, 1, draft));
  } catch (error) {
    throw error instanceof ApiError ? withoutPlace(error, `integrations.${place}.`) : error;
  }
}

/** Takes an integration out of a topic. */
export async function removeIntegration(api: Api, topicName: string, id: string): Promise<Topic> {
  const now = await draftsNow(api, topicName);
  return await putDrafts(
    api,
    topicName,
    now.filter((draft) => draft.id !== id),
  );
}

/** An error of one integration, with the field as its own form calls it. */
function withoutPlace(error: ApiError, place: string): ApiError {
  const { code, status, field, message } = error;
  if (field === null || !field.startsWith(place)) return error;
  return new ApiError(message.replaceAll(place, ""), { code, status, field: field.slice(place.length) });
}

async function draftsNow(api: Api, topicName: string): Promise<readonly IntegrationDraft[]> {
  const { integrations } = await api.get<Topic>(topicPath(topicName));
  return integrations.map(asDraft);
}

function putDrafts(api: Api, topicName: string, integrations: readonly IntegrationDraft[]): Promise<Topic> {
  return api.put<Topic>(topicPath(topicName), { body: { integrations } });
}

function removedMeanwhile(): ApiError {
  const text = "Somebody removed this integration meanwhile. Add it anew, or leave this page.";
  return new ApiError(text, { code: "not_found", status: 404 });
}

import { describeIssue } from "../lib/describe-issue.ts";
import { AppError, type Integration, matchIntegrations, type NotifyOn, type Topic } from "../model/index.ts";
import type { Provider } from "../providers/contract.ts";
import type { IntegrationInput } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import type { TopicAddress } from "./get-topic.ts";
import { keepCredentials } from "./keep-credentials.ts";
import { tellChange } from "./tell-change.ts";

/** One integration as it is asked for. */
export interface IntegrationRequest {
  /** Which integration of the topic it is; absent: the one of its name and provider, or a new one. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly provider: string;
  readonly model: string | null;
  /** Absent: the credentials that the integration has are kept. */
  readonly credentials?: unknown;
  /** Names of credentials that it keeps beside those that are given. */
  readonly keepCredentials?: readonly string[] | undefined;
  readonly notifyOn: readonly NotifyOn[] | null;
  readonly enabled: boolean;
}

interface TopicPut extends TopicAddress {
  /** The id and hash of a topic brought along. */
  readonly id?: string | undefined;
  readonly hash?: string | undefined;
  readonly integrations: readonly IntegrationRequest[];
}

/** Makes a topic, or replaces its integrations; those that it has keep their id and messages. */
export async function putTopic(
  app: App,
  caller: Caller,
  put: TopicPut,
): Promise<{ readonly topic: Topic; readonly hash: string; readonly created: boolean }> {
  const { projectId, actor } = caller;
  const { channel, topic, id, hash } = put;
  const existing = await app.store.topics.get(projectId, channel, topic);
  refuseRepeatedNames(put.integrations);
  const known = knownIntegrations(existing, put.integrations);
  const integrations = await Promise.all(
    put.integrations.map(async (request, index) => {
      const same = known[index] ?? null;
      const whole = await withKept(app, request, { known: same, index });
      return integrationInput(app, whole, { index, isKnown: same !== null });
    }),
  );
  const outcome = await app.store.topics.put({ projectId, channel, topic, id, hash, integrations }, actor);
  switch (outcome.kind) {
    case "put":
      tellChange(app, projectId, "topic", outcome.topic.id);
      return { topic: outcome.topic, hash: outcome.hash, created: outcome.created };
    case "id-taken":
      throw new AppError("topic_id_taken", "Another topic has this id. Leave it out to get a new one.", "id");
    case "credentials-missing":
      throw missingCredentials(put.integrations.findIndex(({ name }) => name === outcome.integrationName));
  }
}

/** An integration as the store takes it; credentials that its provider does not want are refused. */
export function integrationInput(
  app: Pick<App, "providers">,
  request: IntegrationRequest,
  place: { readonly index: number; readonly isKnown: boolean },
): IntegrationInput {
  const provider = providerNamed(app, request.provider, at(place.index, "provider"));
  const keepsAll = request.credentials === undefined && place.isKnown;
  return {
    id: request.id,
    name: request.name,
    provider: request.provider,
    model: request.model,
    credentials: keepsAll ? null : parseCredentials(provider, request, place.index),
    notifyOn: request.notifyOn,
    enabled: request.enabled,
    keepsIncidents: provider.keepsIncidents,
    rate: provider.rate,
  };
}

/** Which integration of the topic each request means; an id that the topic does not have is refused. */
function knownIntegrations(
  existing: Topic | null,
  requests: readonly IntegrationRequest[],
): readonly (Integration | null)[] {
  const known = matchIntegrations(existing?.integrations ?? [], requests);
  requests.forEach(({ id }, index) => {
    if (id === undefined) return;
    const isFirst = requests.findIndex((other) => other.id === id) === index;
    if (known[index] && isFirst) return;
    const field = at(index, "id");
    const text = `"${field}" must be the id of an integration that the topic has with this provider, once. Leave it out to make a new one.`;
    throw new AppError("invalid_input", text, field);
  });
  return known;
}

/** A request with the credentials that stay as they are stored beside those that it gives. */
async function withKept(
  app: Pick<App, "store">,
  request: IntegrationRequest,
  { known, index }: { readonly known: Integration | null; readonly index: number },
): Promise<IntegrationRequest> {
  const { credentials, keepCredentials: names = [] } = request;
  if (credentials === undefined || known === null || names.length === 0) return request;
  const stored = await app.store.topics.credentials(known.id);
  return { ...request, credentials: keepCredentials(stored, credentials, { names, field: at(index, "credentials") }) };
}

/** The provider of this name; `field` is where it was asked for. */
export function providerNamed(app: Pick<App, "providers">, kind: string, field: string): Provider {
  const provider = app.providers.get(kind);
  if (provider !== null) return provider;
  const kinds = app.providers.kinds().join(", ");
  throw new AppError("unknown_provider", `No provider has this name. Choose one of: ${kinds}.`, field);
}

/** The credentials as the provider wants them; what it refuses is named, the value never repeated. */
function parseCredentials(provider: Provider, request: IntegrationRequest, index: number): unknown {
  const parsed = provider.Credentials.safeParse(request.credentials ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw missingCredentials(index);
  const { field, message } = describeIssue(issue, ["integrations", index, "credentials"]);
  throw new AppError("invalid_credentials", message, field);
}

function missingCredentials(index: number): AppError {
  const field = at(index, "credentials");
  return new AppError("invalid_credentials", `"${field}" is required: the integration has none to keep.`, field);
}

function refuseRepeatedNames(integrations: readonly IntegrationRequest[]): void {
  const names = new Set<string>();
  integrations.forEach(({ name }, index) => {
    const field = at(index, "name");
    if (names.has(name)) {
      throw new AppError("invalid_input", `"${field}" is the name of another integration of the topic.`, field);
    }
    names.add(name);
  });
}

function at(index: number, name: string): string {
  return `integrations.${index}.${name}`;
}

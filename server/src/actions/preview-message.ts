import { blankSecretsDeep, secretsIn } from "../lib/blank-secrets.ts";
import { describeIssue } from "../lib/describe-issue.ts";
import { AppError, type Event, type Facts } from "../model/index.ts";
import type { Provider } from "../providers/contract.ts";
import { describeEvent } from "../route/describe-event.ts";
import { fieldLine } from "../route/description.ts";
import { sampleFacts } from "../route/sample-facts.ts";
import { expandTemplate, unknownNames } from "../route/template.ts";
import { VARIABLES, variablesOf } from "../route/variables.ts";
import type { App, Caller } from "./app.ts";
import { getProject } from "./get-project.ts";
import { getTopic, type TopicAddress } from "./get-topic.ts";
import { keepCredentials } from "./keep-credentials.ts";
import { providerNamed } from "./put-topic.ts";

/** What is to be told: what a message told, what was last told of a monitor, or an event that did not happen. */
export type PreviewSubject =
  | { readonly type: "message"; readonly id: string }
  | { readonly type: "monitor"; readonly id: string }
  | { readonly type: "sample"; readonly event: Event };

export interface PreviewRequest {
  readonly provider: string;
  readonly model: string | null;
  /** As they were typed; absent: those of the integration, or none. */
  readonly credentials?: unknown;
  /** Names of the integration's credentials that stay beside those that were typed. */
  readonly keepCredentials?: readonly string[] | undefined;
  /** Whose credentials are used when none are given. */
  readonly integration?: (TopicAddress & { readonly name: string }) | undefined;
  readonly about: PreviewSubject;
}

/** A message as it would be sent. */
export interface Preview {
  readonly event: Event;
  readonly title: string;
  /** The model with its variables filled in, or the default text; as plain text, before the provider lays it out. */
  readonly text: string;
  /** What the provider would send, secrets blanked. */
  readonly payload: unknown;
  /** Why it could not be sent so; null when it could. */
  readonly fault: string | null;
  /** Names in the model that are no variables of this event. */
  readonly unknown: readonly string[];
  readonly variables: readonly { readonly name: string; readonly value: string; readonly text: string | null }[];
}

interface Told {
  readonly event: Event;
  readonly facts: Facts;
}

/** Renders a message with real facts, or with those of a sample. Nothing is stored and nothing is sent. */
export async function previewMessage(app: App, caller: Caller, request: PreviewRequest): Promise<Preview> {
  const provider = providerNamed(app, request.provider, "provider");
  const { event, facts } = await factsOf(app, caller, request);
  const { credentials, secrets } = await credentialsOf(app, caller, request, provider);
  const variables = variablesOf(event, facts);
  const { title, summary, fields } = describeEvent(event, facts);
  const { model } = request;
  const payload = provider.render({ event, facts }, model, credentials);
  return {
    event,
    title,
    text:
      model === null
        ? [summary, ...fields.map(fieldLine)].filter((line) => line !== "").join("\n")
        : expandTemplate(model, variables, (value) => value),
    payload: blankSecretsDeep(payload, secrets),
    fault: faultOf(payload),
    unknown: model === null ? [] : unknownNames(model, variables),
    variables: Object.entries(variables).map(([name, value]) => ({
      name,
      value,
      text: Object.hasOwn(VARIABLES, name) ? VARIABLES[name as keyof typeof VARIABLES] : null,
    })),
  };
}

async function factsOf(app: App, caller: Caller, { about, integration }: PreviewRequest): Promise<Told> {
  const { projectId } = caller;
  if (about.type === "sample") {
    const [project, now] = await Promise.all([getProject(app, caller), app.store.now()]);
    const topic = integration ? `${integration.channel}+${integration.topic}` : (project.defaultTopics[0] ?? "");
    const input = { projectName: project.name, topic, now, baseUrl: app.settings.baseUrl };
    return { event: about.event, facts: sampleFacts(about.event, input) };
  }
  const messageId = about.type === "message" ? about.id : await lastMessageOf(app, projectId, about.id);
  const told = messageId === null ? null : await app.store.outbox.facts(projectId, messageId);
  if (told !== null) return told;
  const text =
    about.type === "message"
      ? "There is no such message in your project."
      : "Nothing was told of such a monitor yet. Choose a sample instead.";
  throw new AppError("not_found", text);
}

async function lastMessageOf(app: App, projectId: string, monitorId: string): Promise<string | null> {
  const { items } = await app.store.outbox.list({ projectId, monitorId, limit: 1 });
  return items[0]?.id ?? null;
}

interface Credentials {
  readonly credentials: unknown;
  /** What must not be shown of what is rendered with them: whoever typed them knows them, others do not. */
  readonly secrets: readonly string[];
}

async function credentialsOf(
  app: App,
  caller: Caller,
  request: PreviewRequest,
  provider: Provider,
): Promise<Credentials> {
  const { integration, credentials: typed, keepCredentials: names = [] } = request;
  if (integration === undefined || (typed !== undefined && names.length === 0)) {
    return { credentials: parseCredentials(provider, typed), secrets: [] };
  }
  const topic = await getTopic(app, caller, integration);
  const found = topic.integrations.find(({ name }) => name === integration.name);
  if (found === undefined || found.provider !== request.provider) {
    const text = `The topic has no integration "${integration.name}" of this provider.`;
    throw new AppError("not_found", text, "integration.name");
  }
  const stored = await app.store.topics.credentials(found.id);
  const credentials =
    typed === undefined
      ? stored
      : parseCredentials(provider, keepCredentials(stored, typed, { names, field: "credentials" }));
  return { credentials, secrets: secretsIn(stored, provider.publicCredentials) };
}

/** Only a webhook is rendered from its credentials: its address, headers and body hold variables too. */
function parseCredentials(provider: Provider, typed: unknown): unknown {
  const parsed = provider.Credentials.safeParse(typed ?? {});
  if (parsed.success) return parsed.data;
  if (typed === undefined && provider.kind !== "webhook") return {};
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new Error("a schema refused credentials without an issue", { cause: parsed.error });
  const { field, message } = describeIssue(issue, ["credentials"]);
  throw new AppError("invalid_credentials", message, field);
}

/** A webhook says in what it renders why it would not be sent. */
function faultOf(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null || !("fault" in payload)) return null;
  return typeof payload.fault === "string" ? payload.fault : null;
}

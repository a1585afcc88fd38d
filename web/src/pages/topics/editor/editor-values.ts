import { ApiError } from "../../../api/api-error.ts";
import type { PreviewRequest } from "../../../api/previews.ts";
import type { Provider } from "../../../api/providers.ts";
import type { Integration, Topic } from "../../../api/topics.ts";
import { topOf } from "../../../parts/credentials/credential-inputs.tsx";
import type { CredentialField } from "../../../parts/credentials/read-fields.ts";
import { type TypedCredentials, writeCredentials } from "../../../parts/credentials/write-credentials.ts";
import type { IntegrationDraft } from "../change-integrations.ts";

/** What the form of an integration holds. */
export interface EditorValues {
  readonly name: string;
  readonly typed: TypedCredentials;
  /** Names of stored credentials that stay as they are. */
  readonly kept: readonly string[];
  readonly notifyOn: Integration["notifyOn"];
  readonly enabled: boolean;
  /** The text of its own; null: the default. */
  readonly model: string | null;
}

/** What the form of an integration is about. */
export interface EditorSubject {
  readonly topic: Topic;
  readonly provider: Provider;
  readonly fields: readonly CredentialField[];
  /** Absent: a new one. */
  readonly integration?: Integration | undefined;
}

/** What the form of an integration holds at first. */
export function initialValues(integration: Integration | undefined, name: string): EditorValues {
  if (integration === undefined) return { name, typed: {}, kept: [], notifyOn: null, enabled: true, model: null };
  const { notifyOn, enabled, model, credentialsSet } = integration;
  return { name: integration.name, typed: {}, kept: credentialsSet, notifyOn, enabled, model };
}

/** What is wrong with what the form holds, by the API's names of its fields. */
export function checkValues(subject: EditorSubject, values: EditorValues): Readonly<Record<string, string>> {
  const others = subject.topic.integrations.filter(({ id }) => id !== subject.integration?.id);
  const name = values.name.trim();
  const written = writeCredentials(openFields(subject.fields, values.kept), values.typed);
  const faults = written.kind === "faults" && !keepsAll(subject, values) ? Object.entries(written.faults) : [];
  return {
    ...(name === "" && { name: "Give it a name." }),
    ...(others.some((other) => other.name === name) && { name: "The topic has an integration of this name already." }),
    ...(values.model !== null && values.model.trim() === "" && { model: "Write a text, or take the default one." }),
    ...Object.fromEntries(faults.map(([field, fault]) => [`credentials.${field}`, fault])),
  };
}

/** What is sent of what the form holds, once nothing is wrong with it. */
export function draftOf(
  subject: EditorSubject,
  { name, notifyOn, enabled, model, ...values }: EditorValues,
): IntegrationDraft {
  const { provider, integration } = subject;
  return {
    ...(integration && { id: integration.id }),
    name: name.trim(),
    provider: provider.kind,
    model,
    notifyOn,
    enabled,
    ...credentialsOf(subject, values),
  };
}

/** What the preview is asked for; null: a webhook's address is missing yet, and it is rendered from that. */
export function previewOf(
  subject: EditorSubject,
  values: EditorValues,
  about: NonNullable<PreviewRequest["about"]>,
): PreviewRequest | null {
  const { topic, provider, integration } = subject;
  const request = { provider: provider.kind, model: values.model, about };
  const { channel, topic: half } = topic;
  const own = integration && { integration: { channel, topic: half, name: integration.name } };
  if (provider.kind !== "webhook") return { ...request, ...own };
  const written = writeCredentials(openFields(subject.fields, values.kept), values.typed);
  if (written.kind === "faults" && !keepsAll(subject, values)) return null;
  const { credentials, keepCredentials = [] } = credentialsOf(subject, values);
  return { ...request, ...own, ...(credentials && { credentials, keepCredentials: [...keepCredentials] }) };
}

/** The fields that are typed in: those of stored credentials that stay are not. */
function openFields(fields: readonly CredentialField[], kept: readonly string[]): readonly CredentialField[] {
  return fields.filter((field) => !kept.includes(topOf(field)));
}

/** The credentials stay as they are stored, as a whole. */
function keepsAll({ integration }: EditorSubject, { typed, kept }: Pick<EditorValues, "typed" | "kept">): boolean {
  const isTyped = Object.values(typed).some((value) => value !== "" && value !== false);
  return !isTyped && integration?.credentialsSet.every((name) => kept.includes(name)) === true;
}

function credentialsOf(
  subject: EditorSubject,
  values: Pick<EditorValues, "typed" | "kept">,
): Pick<IntegrationDraft, "credentials" | "keepCredentials"> {
  if (keepsAll(subject, values)) return {};
  const written = writeCredentials(openFields(subject.fields, values.kept), values.typed);
  // What no form shows, such as the account of a personal topic, does not go together with what is typed.
  const keepCredentials = values.kept.filter((name) => subject.fields.some((field) => topOf(field) === name));
  return {
    credentials: written.kind === "credentials" ? written.credentials : {},
    ...(keepCredentials.length > 0 && { keepCredentials }),
  };
}

/** An error of the API with the fields as the form calls them, not as they are called on the wire. */
export function inWordsOfForm(error: ApiError, fields: readonly CredentialField[]): ApiError {
  const { code, status, field, message } = error;
  const label = fields.find(({ name }) => `credentials.${name}` === field)?.label ?? WORDS[field ?? ""];
  return label === undefined ? error : new ApiError(message.replace(`"${field}"`, label), { code, status, field });
}

const WORDS: Readonly<Record<string, string>> = { name: "The name", model: "The text" };

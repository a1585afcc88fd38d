import { newSecret } from "../lib/ids.ts";
import { type AlarmOptions, type AlarmSignature, type AlarmToken, AppError } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { getTopic, type TopicAddress } from "./get-topic.ts";
import { tellChange } from "./tell-change.ts";

/** So that people and secret scanners can tell what they found. */
const PREFIX = "wba_";
/** How long the old value of a rotated token works on. */
const OVERLAP_MS = 24 * 3_600_000;

/** How senders are to sign; without a secret the one that is there stays. */
export interface SignatureInput {
  readonly secret?: string | undefined;
  readonly header: string;
  readonly timestampHeader: string | null;
}

/** The options of a token as people give them: a secret is not sealed yet. */
export type AlarmOptionsInput = Omit<AlarmOptions, "signature"> & { readonly signature: SignatureInput | null };

/** A token with its value, which is shown this once. */
export interface ShownAlarmToken {
  readonly token: AlarmToken;
  readonly value: string;
}

/** The alarm tokens of a topic, without their values. */
export async function listAlarmTokens(app: App, caller: Caller, address: TopicAddress): Promise<readonly AlarmToken[]> {
  return app.store.alarms.tokens((await getTopic(app, caller, address)).id);
}

/** Makes a token with which a monitoring system reports to a topic. */
export async function createAlarmToken(
  app: App,
  caller: Caller,
  input: TopicAddress & {
    readonly name: string;
    readonly allow: readonly string[];
    readonly options: AlarmOptionsInput;
  },
): Promise<ShownAlarmToken> {
  const { name, allow } = input;
  const options = { ...input.options, signature: await sealSignature(app, input.options.signature, null) };
  const topic = await getTopic(app, caller, input);
  const value = newSecret(PREFIX);
  const fresh = { projectId: caller.projectId, topicId: topic.id, name, value, allow, options };
  const token = await app.store.alarms.createToken(fresh, caller.actor);
  tellChange(app, caller.projectId, "topic", topic.id);
  return { token, value };
}

/** What can be changed of a token; what is not given stays as it is. */
export interface AlarmTokenPatch {
  readonly name?: string | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly options?: Partial<AlarmOptionsInput> | undefined;
}

/** Changes a token; its value and its address stay. */
export async function changeAlarmToken(
  app: App,
  caller: Caller,
  input: TopicAddress & { readonly tokenId: string; readonly patch: AlarmTokenPatch },
): Promise<AlarmToken> {
  const { tokenId, patch } = input;
  const topicId = (await getTopic(app, caller, input)).id;
  const known = (await app.store.alarms.tokens(topicId)).find(({ id }) => id === tokenId);
  if (known === undefined) throw noSuchToken();
  const { name = known.name, allow = known.allow } = patch;
  const { signature: wanted, ...plain } = patch.options ?? {};
  const old = known.options.signature;
  const signature = wanted === undefined ? old : await sealSignature(app, wanted, old);
  const changed = { name, allow, options: { ...known.options, ...plain, signature } };
  const token = await app.store.alarms.changeToken({ topicId, tokenId }, changed, caller.actor);
  if (token === null) throw noSuchToken();
  return token;
}

async function sealSignature(
  app: App,
  wanted: SignatureInput | null,
  old: AlarmSignature | null,
): Promise<AlarmSignature | null> {
  if (wanted === null) return null;
  const { secret, header, timestampHeader } = wanted;
  const sealed = secret === undefined ? old?.sealed : await app.store.seal(secret);
  if (sealed !== undefined) return { header, timestampHeader, sealed };
  const message = '"signature.secret" is required: the text that the sender signs with, such as openssl rand -hex 32.';
  throw new AppError("invalid_input", message, "signature.secret");
}

/** Gives a token a new value; the old one works for another day, unless it is to end at once. */
export async function rotateAlarmToken(
  app: App,
  caller: Caller,
  input: TopicAddress & { readonly tokenId: string; readonly endOldNow: boolean },
): Promise<ShownAlarmToken> {
  const { tokenId, endOldNow } = input;
  const topicId = (await getTopic(app, caller, input)).id;
  const value = newSecret(PREFIX);
  const overlapMs = endOldNow ? 0 : OVERLAP_MS;
  const token = await app.store.alarms.rotateToken({ topicId, tokenId, value, overlapMs }, caller.actor);
  if (token !== null) {
    tellChange(app, caller.projectId, "topic", topicId);
    return { token, value };
  }
  if (!(await app.store.alarms.tokens(topicId)).some(({ id }) => id === tokenId)) throw noSuchToken();
  throw new AppError("already_rotated", "The token was rotated already. Rotate the newer one, or revoke this one.");
}

/** Ends a token at once. */
export async function revokeAlarmToken(
  app: App,
  caller: Caller,
  address: TopicAddress & { readonly tokenId: string },
): Promise<void> {
  const topicId = (await getTopic(app, caller, address)).id;
  const { tokenId } = address;
  if (!(await app.store.alarms.revokeToken({ topicId, tokenId }, caller.actor))) throw noSuchToken();
  tellChange(app, caller.projectId, "topic", topicId);
}

function noSuchToken(): AppError {
  return new AppError("not_found", "The topic has no such alarm token.");
}

import { createHash } from "node:crypto";
import type { Context } from "hono";
import { z } from "zod";
import { allows } from "../../access/verbs.ts";
import type { App } from "../../actions/app.ts";
import { publish } from "../../actions/publish.ts";
import { describeIssue } from "../../lib/describe-issue.ts";
import { AppError, type Scalar, StoreUnavailable, type Topic } from "../../model/index.ts";
import { jsonAnswer } from "../answer.ts";
import { presentedKey } from "../callers.ts";
import { logBug, RETRY_AFTER_SECONDS } from "../errors.ts";
import { findJsonFault } from "../json-fault.ts";
import { readBody } from "../read-body.ts";

/** Largest body of a publication: 256 kB. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_IDEMPOTENCY_KEY_LENGTH = 255;
/** Longer than any key or hash that can exist. */
const MAX_SECRET_LENGTH = 200;

/** What a publication must hold; other fields were never looked at and are not now. */
const Publication = z.object({
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

type Metadata = Readonly<Record<string, Scalar>>;

/** A step of the door: what it found, or the answer that ends the request. */
type Step<T> = { readonly found: T } | { readonly answer: Response };

/**
 * The door that publishes to a topic. Whoever has no right key learns nothing, not even which topics exist; then comes
 * the topic, its hash, and only then is the body read.
 */
export function createNotificationsDoor(app: App): (c: Context) => Promise<Response> {
  return async (c) => {
    try {
      const topic = await admit(app, c);
      if ("answer" in topic) return topic.answer;
      const body = await readMetadata(c);
      if ("answer" in body) return body.answer;
      return await queue(app, c, { topic: topic.found, ...body.found });
    } catch (error) {
      return notQueued(app, c, error);
    }
  };
}

/** What this address says to another method than POST. */
export function refuseOtherMethods(): Response {
  return message(405, "Method Not Allowed", { Allow: "POST" });
}

async function admit(app: App, c: Context): Promise<Step<Topic>> {
  const value = presentedKey(c) ?? "";
  const key = fits(value) ? await app.store.people.findKey(value) : null;
  if (key === null || !allows(key.kind, "publish")) return { answer: forbidden() };
  const { channel = "", topic: name = "" } = c.req.param();
  const topic = await app.store.topics.get(key.projectId, channel, name);
  if (topic === null) return { answer: message(404, "Not Found") };
  const hash = c.req.header("x-topic-hash-x") ?? "";
  if (!fits(hash) || !(await app.store.topics.hasHash(topic.id, hash))) return { answer: forbidden() };
  return { found: topic };
}

function fits(secret: string): boolean {
  return secret !== "" && secret.length <= MAX_SECRET_LENGTH;
}

async function readMetadata(c: Context): Promise<Step<{ metadata: Metadata; bytes: Uint8Array }>> {
  const tooLarge = { answer: message(413, "The body is larger than 256 kB.") };
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) return tooLarge;
  const body = await readBody(c, { keepBytes: MAX_BODY_BYTES, drainBytes: MAX_BODY_BYTES });
  if (body.kind === "aborted") return { answer: message(400, "The body ended before its announced end.") };
  if (body.totalBytes > MAX_BODY_BYTES) return tooLarge;
  const text = new TextDecoder().decode(body.bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const { line, column } = findJsonFault(text);
    return { answer: message(400, `The body is not JSON: see line ${line}, column ${column}.`) };
  }
  const parsed = Publication.safeParse(json);
  if (parsed.success) return { found: { metadata: parsed.data.metadata, bytes: body.bytes } };
  const [issue] = parsed.error.issues;
  return { answer: message(400, issue === undefined ? "The body cannot be taken." : describeIssue(issue).message) };
}

async function queue(
  app: App,
  c: Context,
  publication: { readonly topic: Topic; readonly metadata: Metadata; readonly bytes: Uint8Array },
): Promise<Response> {
  const { topic, metadata, bytes } = publication;
  const key = c.req.header("idempotency-key");
  if (key !== undefined && (key === "" || key.length > MAX_IDEMPOTENCY_KEY_LENGTH)) {
    return message(400, `The Idempotency-Key must have from 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} characters.`);
  }
  const idempotency = key === undefined ? undefined : { key, bodyHash: sha256(bytes) };
  const outcome = await publish(app, { topic, metadata, idempotency });
  if (outcome.kind === "conflict") {
    return message(422, "This Idempotency-Key was used with another body in the last 24 hours.");
  }
  return jsonAnswer(200, Object.fromEntries(outcome.messages.map(({ id, integrationName }) => [integrationName, id])));
}

/** Nothing was queued, and the caller is told so in the words of this door. */
function notQueued(app: App, c: Context, error: unknown): Response {
  const say = (reason: string): string => `An error occurs while processing the request (Message: ${reason})`;
  if (error instanceof StoreUnavailable) {
    const text = say("the store cannot take it now; nothing was queued, try again");
    return message(502, text, { "Retry-After": String(RETRY_AFTER_SECONDS) });
  }
  if (error instanceof AppError) return message(error.status, say(error.message));
  const id = logBug(error instanceof Error ? error : new Error(String(error)), c, app.log);
  return message(502, say(`nothing was queued; see ${id} in the log of the server`));
}

function forbidden(): Response {
  return message(403, "Forbidden");
}

function message(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonAnswer(status, { message: text }, headers);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

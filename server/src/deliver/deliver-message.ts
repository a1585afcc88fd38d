import { blankSecrets, blankSecretsDeep, secretsIn } from "../lib/blank-secrets.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connect } from "../lib/connect.ts";
import { describeIssue } from "../lib/describe-issue.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Log } from "../lib/log.ts";
import { truncate } from "../lib/truncate.ts";
import type { Attempt, ClaimedMessage } from "../model/index.ts";
import type { Provider, SendDeps, SendResult } from "../providers/contract.ts";
import type { ProviderRegistry } from "../providers/registry.ts";
import { COSTLY_SENDS, type Delivery, deliveryOf, type Tried } from "./delivery.ts";

export interface DeliverDeps {
  readonly registry: Pick<ProviderRegistry, "get">;
  readonly http: HttpClient;
  readonly connect: Connect;
  readonly log: Log;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of the retry plan. */
  readonly random: () => number;
  /** Aborts when this process stops and waits no longer: then the message is handed over to whoever comes next. */
  readonly handOver?: AbortSignal | undefined;
  /** When somebody waits for the outcome and not that long: the attempt ends sooner. */
  readonly limitMs?: number | undefined;
}

/** No attempt takes longer, whatever its provider does. A lease must last longer than this. */
export const SEND_LIMIT_MS = 60_000;

const REASON_LENGTH = 500;
const ANSWER_LENGTH = 1_000;

/**
 * Tries once to deliver a claimed message and says what to settle; it never throws. In order: 1. the credentials are
 * checked; 2. the message is rendered (what throws up to here will throw again: the message is dead); 3. it is sent
 * (what throws here may have been sent: tried again, as uncertain); 4. secrets are blanked in all that is kept.
 */
export async function deliverMessage(claimed: ClaimedMessage, deps: DeliverDeps): Promise<Delivery> {
  const startedAt = deps.clock.now();
  const provider = deps.registry.get(claimed.message.provider);
  const secrets = secretsIn(claimed.credentials, provider?.publicCredentials);
  const tried = await attemptOf(claimed, provider, secrets, deps);
  const { result } = tried;
  const now = deps.clock.now();
  const attempt: Attempt = {
    n: claimed.message.attemptCount + 1,
    at: startedAt,
    durationMs: Math.max(0, now - startedAt),
    outcome: result.kind,
    reason: "reason" in result ? tidy(result.reason, secrets, REASON_LENGTH) : SUCCESS[result.kind],
    answer: result.answer === undefined ? null : tidy(result.answer, secrets, ANSWER_LENGTH),
  };
  return deliveryOf(tried, attempt, claimed, { now, random: deps.random });
}

const SUCCESS = {
  delivered: "The target confirmed it.",
  accepted: "The target took it over; it does not say whether it arrives.",
} as const;

async function attemptOf(
  claimed: ClaimedMessage,
  provider: Provider | null,
  secrets: readonly string[],
  deps: DeliverDeps,
): Promise<Tried> {
  const { message } = claimed;
  if (provider === null) return notAsked(`No provider has the name ${message.provider}.`);
  const fields = { messageId: message.id, provider: provider.kind, integration: message.integrationName };
  const prepared = prepare(claimed, provider);
  if (prepared.kind === "failed") {
    const error = blankSecretsDeep(prepared.error, secrets);
    deps.log.error({ ...fields, error }, "a message could not be rendered");
    return notAsked(prepared.reason);
  }
  const { id: messageId, alertKey } = message;
  const { payload, credentials } = prepared;
  const costly = provider.costly?.(credentials) ?? false;
  if (costly && claimed.mayHaveArrived >= COSTLY_SENDS) return notAsked(MAY_HAVE_ARRIVED);
  const sendDeps: SendDeps = {
    http: deps.http,
    connect: deps.connect,
    now: deps.clock.now(),
    log: (more, text) => deps.log.info({ ...fields, ...Object(blankSecretsDeep(more, secrets)) }, text),
  };
  try {
    const sent = provider.send({ payload, credentials, messageId, alertKey, previous: claimed.previous }, sendDeps);
    const result = await withinLimit(sent, deps);
    return result === null
      ? { result: HANDED_OVER, asked: false, costly, handedOver: true }
      : { result, asked: true, costly };
  } catch (error) {
    deps.log.error({ ...fields, error: blankSecretsDeep(error, secrets) }, "a provider threw while it was sending");
    const reason = "Sending failed inside Watchbell; it may have arrived. The log says more.";
    return { result: { kind: "unknown", reason }, asked: false, costly };
  }
}

const HANDED_OVER = {
  kind: "unknown",
  reason: "Watchbell was stopped before the target answered; it may have arrived. Whoever comes next sends it again.",
} as const;

/** Its senders stopped before they could tell, so it comes here again although it was given up in any other case. */
const MAY_HAVE_ARRIVED =
  "It was not sent again: it may have arrived twice by now, and each message costs money. Replay it if it did not.";

function notAsked(reason: string): Tried {
  return { result: { kind: "rejected", reason }, asked: false, costly: false };
}

type Prepared =
  | { readonly kind: "ready"; readonly payload: unknown; readonly credentials: unknown }
  | { readonly kind: "failed"; readonly reason: string; readonly error: unknown };

function prepare({ message, facts, model, credentials: given }: ClaimedMessage, provider: Provider): Prepared {
  try {
    const { data: credentials, error } = provider.Credentials.safeParse(given);
    if (error !== undefined) {
      const details = error.issues.map((issue) => describeIssue(issue).message).join(" ");
      return { kind: "failed", reason: `The credentials do not fit the provider. ${details}`, error: error.name };
    }
    // A model is worded for one monitor: in a digest it would lose all but the first.
    const words = message.event === "digest" ? null : model;
    const payload = provider.render({ event: message.event, facts }, words, credentials);
    return { kind: "ready", payload, credentials };
  } catch (error) {
    return {
      kind: "failed",
      reason: "The message could not be rendered: a fault in Watchbell; the log says more.",
      error,
    };
  }
}

/** Null: it was not waited for to the end, because this process stops. */
async function withinLimit(
  sent: Promise<SendResult>,
  { clock, handOver, limitMs = SEND_LIMIT_MS }: Pick<DeliverDeps, "clock" | "handOver" | "limitMs">,
): Promise<SendResult | null> {
  const done = new AbortController();
  const endsAfterMs = Math.min(limitMs, SEND_LIMIT_MS);
  const tooLong = clock.sleep(endsAfterMs, done.signal).then((): SendResult => {
    const reason = `No outcome within ${Math.round(endsAfterMs / 1_000)} s; it may have arrived.`;
    return { kind: "unknown", reason };
  });
  const waits: Promise<SendResult | null>[] = [sent, tooLong];
  if (handOver) waits.push(aborted(handOver, done.signal).then(() => null));
  try {
    return await Promise.race(waits);
  } finally {
    // With a reason of its own, because making the usual one is slow.
    done.abort("done");
    // Nobody waits any more for a provider that took too long.
    sent.catch(() => {});
  }
}

/** Resolves when a signal aborts; nobody listens to it any more once `forget` does. */
function aborted(signal: AbortSignal, forget: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true, signal: forget });
  });
}

/** No secrets, no endless text, and none of the characters that a database or a terminal chokes on. */
function tidy(text: string, secrets: readonly string[], length: number): string {
  const blanked = blankSecrets(text, secrets).toWellFormed();
  const printable = blanked.replace(/[^\P{Cc}\t\n]/gu, " ");
  return truncate(printable, length);
}

import { newId } from "../lib/ids.ts";
import type { AlarmReport } from "../model/index.ts";
import type { Verified } from "../signals/alarms/contract.ts";
import { checkHmacSignature } from "../signals/alarms/shared/hmac-signature.ts";
import type { AlarmIntake, FoundAlarmToken } from "../store/ports.ts";
import { alarmItem } from "./alarm-item.ts";
import type { App } from "./app.ts";
import { type AlarmInput, MAX_ALARM_BODY_BYTES, parseAlarms } from "./parse-alarms.ts";
import { unparsedReport } from "./unparsed-report.ts";

/** Bytes that are kept of a body. */
const KEPT_BYTES = 262_144;
const CONFIRM_TIMEOUT_MS = 8_000;
/** Longer than any media type that makes sense. */
const MAX_CONTENT_TYPE = 200;

/** A request with a right token. */
export interface AlarmDelivery extends FoundAlarmToken, Omit<AlarmInput, "options"> {}

export type AlarmDeliveryOutcome =
  | { readonly kind: "taken"; readonly reports: number; readonly repeated: number }
  /** It is not from whom it says; nothing was kept. */
  | { readonly kind: "forged"; readonly reason: string }
  /** Its sender must be confirmed first, and that failed; it should come again. */
  | { readonly kind: "unconfirmed"; readonly reason: string };

/**
 * Takes in what a monitoring system sent: when it returns, the body, all changes and all their messages are durable.
 * A body that cannot be read is told as it is: an alarm lost to a changed format would be the worst of faults.
 */
export async function takeAlarms(app: App, delivery: AlarmDelivery): Promise<AlarmDeliveryOutcome> {
  const { source, request, token } = delivery;
  const signed = checkSignature(delivery);
  if (signed.kind === "forged") return signed;
  const verified = (await source?.verify?.(request, token.options, { http: app.http })) ?? { kind: "genuine" };
  if (verified.kind === "forged") return verified;
  const parsed = parseAlarms(app, { ...delivery, options: token.options });
  const note = verified.kind === "unchecked" ? verified.reason : null;
  if (parsed.kind === "reports") return await take(app, delivery, { reports: parsed.reports, note, unparsed: null });
  if (parsed.kind === "unparsed") return await takeUnparsed(app, delivery, parsed.reason);
  if (note !== null) return { kind: "unconfirmed", reason: note };
  const problem = await openConfirmation(app, parsed.url);
  if (problem !== null) return { kind: "unconfirmed", reason: problem };
  return await take(app, delivery, { reports: [parsed.report], note, unparsed: null });
}

/** Whether a token's senders sign is the token's affair, not the source's: no other address may lead around it. */
function checkSignature({ token, signingSecret, request, totalBytes }: AlarmDelivery): Verified {
  const { signature } = token.options;
  if (signature === null || signingSecret === null) return { kind: "genuine" };
  if (totalBytes <= MAX_ALARM_BODY_BYTES) return checkHmacSignature(request, signature, signingSecret);
  return { kind: "forged", reason: "The body is larger than 1 MB, so its signature cannot be checked." };
}

/** Opens the address with which a sender asks whether it may report; null when that worked. */
async function openConfirmation(app: App, url: string): Promise<string | null> {
  const result = await app.http.request({ method: "GET", url, timeoutMs: CONFIRM_TIMEOUT_MS });
  if (result.kind === "failed") return result.reason;
  return result.status >= 200 && result.status < 300 ? null : `The confirmation was answered with ${result.status}.`;
}

function takeUnparsed(app: App, delivery: AlarmDelivery, reason: string): Promise<AlarmDeliveryOutcome> {
  const report = unparsedReport(delivery.sourceName, delivery.request.body, { reason, isKept: true });
  return take(app, delivery, { reports: [report], note: null, unparsed: reason });
}

interface Read {
  readonly reports: readonly AlarmReport[];
  /** What a person must know about all of them. */
  readonly note: string | null;
  readonly unparsed: string | null;
}

async function take(app: App, delivery: AlarmDelivery, read: Read): Promise<AlarmDeliveryOutcome> {
  const { project, topic, now, source, request, totalBytes } = delivery;
  const context = { project, topic, source: source?.kind ?? "unknown", now };
  const intake: AlarmIntake = {
    projectId: topic.projectId,
    topicId: topic.id,
    source: context.source,
    items: read.reports.map((report) => alarmItem(context, withNote(report, read.note))),
    body: {
      id: newId(),
      contentType: (request.headers["content-type"] ?? "").slice(0, MAX_CONTENT_TYPE),
      bytes: request.body.slice(0, KEPT_BYTES),
      totalBytes,
      unparsed: read.unparsed,
    },
  };
  const { reports } = await app.recorder.takeAlarms(intake);
  return { kind: "taken", reports: reports.length, repeated: reports.filter(({ kind }) => kind === "repeated").length };
}

function withNote(report: AlarmReport, note: string | null): AlarmReport {
  return note === null ? report : { ...report, fields: [...report.fields, { label: "Note", value: note }] };
}

import { cleanLine, cleanText } from "../../../lib/clean-text.ts";
import type { AlarmField, AlarmReport } from "../../../model/index.ts";
import { restOf } from "./rest.ts";
import { type JsonRecord, storableKey } from "./values.ts";

const MAX_TITLE = 200;
const MAX_SUMMARY = 1_500;
const MAX_VALUE = 1_000;
const MAX_FIELDS = 30;
const MAX_URL = 1_500;

/** What a parser found, not yet bounded; what is absent has nothing to say. */
export interface ReportDraft extends Pick<AlarmReport, "key" | "state" | "severity"> {
  readonly title: string;
  readonly eventId?: string | null | undefined;
  readonly summary?: string | null | undefined;
  readonly resource?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly fields?: readonly (readonly [string, string | null])[] | undefined;
  readonly startsAt?: number | null | undefined;
  readonly url?: string | null | undefined;
  readonly endsAfterMs?: number | null | undefined;
  /** What the payload holds, and what of it is told already or must not be. */
  readonly payload: JsonRecord;
  readonly used: readonly string[];
}

/** Makes a report of a draft: every text bounded and without control characters, every link a web address. */
export function makeReport(draft: ReportDraft): AlarmReport {
  const { key, state, severity, eventId = null } = draft;
  return {
    key: storableKey(key),
    eventId: eventId === null ? null : storableKey(eventId),
    state,
    severity,
    title: cleanLine(draft.title, MAX_TITLE) || "Alarm without a title",
    summary: cleanText(draft.summary ?? "", MAX_SUMMARY),
    resource: lineOrNull(draft.resource),
    value: lineOrNull(draft.value),
    fields: (draft.fields ?? []).flatMap(cleanField).slice(0, MAX_FIELDS),
    startsAt: draft.startsAt ?? null,
    url: webAddress(draft.url),
    rest: restOf(draft.payload, new Set(draft.used)),
    endsAfterMs: draft.endsAfterMs ?? null,
  };
}

/** A report of what could not be read, in the middle of a request that otherwise could. */
export function unreadableReport(value: unknown, reason: string): AlarmReport {
  return makeReport({
    key: "unreadable",
    state: "info",
    severity: "error",
    title: "Alarm that cannot be read",
    summary: reason,
    payload: { payload: value },
    used: [],
  });
}

function cleanField([label, value]: readonly [string, string | null]): readonly AlarmField[] {
  const text = value === null ? "" : cleanText(value, MAX_VALUE);
  return text === "" ? [] : [{ label: cleanLine(label, MAX_TITLE), value: text }];
}

function lineOrNull(text: string | null | undefined): string | null {
  return text ? cleanLine(text, MAX_VALUE) || null : null;
}

function webAddress(text: string | null | undefined): string | null {
  if (!text || text.length > MAX_URL) return null;
  const url = URL.parse(text.trim());
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}

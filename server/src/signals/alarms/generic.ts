import type { AlarmMapping, AlarmReport, AlarmState, Severity } from "../../model/index.ts";
import type { AlarmSource, ParsedAlarms } from "./contract.ts";
import { parseInstant } from "./shared/instants.ts";
import { makeReport, unreadableReport } from "./shared/make-report.ts";
import { readPayload } from "./shared/payload.ts";
import { asRecord, asText, type JsonRecord, keyOf, own, textOf, valueAt } from "./shared/values.ts";
import { severityOfWord, stateOfWord } from "./shared/words.ts";

/** More elements than this in one request are not read one by one. */
const MAX_REPORTS = 500;

/** Our own names; a mapping replaces those that it names. */
const NAMES: AlarmMapping = {
  key: ["key"],
  status: "status",
  severity: "severity",
  title: "title",
  message: "message",
  resource: "resource",
  value: "value",
  url: "url",
  startsAt: "startsAt",
  id: "id",
};

/** Any system that can send JSON or a form: with our names, or with a mapping of its own. */
export const generic: AlarmSource = {
  kind: "generic",
  title: "Any system (JSON or form)",
  parse(request, { mapping }) {
    const payload = readPayload(request);
    if (payload.kind === "unreadable") return { kind: "unparsed", reason: payload.reason };
    return parseGeneric(payload.value, mapping);
  },
};

/** Reads a value by our names or by a mapping; other sources fall back to it when somebody rewrote their bodies. */
export function parseGeneric(value: unknown, mapping: AlarmMapping | null): ParsedAlarms {
  if (Array.isArray(value)) {
    if (value.length === 0) return { kind: "unparsed", reason: "The body is a list with nothing in it." };
    if (value.length > MAX_REPORTS) {
      return { kind: "unparsed", reason: `The body is a list of more than ${MAX_REPORTS} alarms.` };
    }
    return {
      kind: "reports",
      reports: value.map((item) => {
        const report = parseOne(item, mapping);
        return typeof report === "string" ? unreadableReport(item, report) : report;
      }),
    };
  }
  const report = parseOne(value, mapping);
  return typeof report === "string" ? { kind: "unparsed", reason: report } : { kind: "reports", reports: [report] };
}

/** A report, or why there is none. */
function parseOne(value: unknown, mapping: AlarmMapping | null): AlarmReport | string {
  const payload = asRecord(value);
  if (payload === null) return "The alarm is not an object with names.";
  const names = { ...NAMES, ...mapping };
  const read = (path: string | undefined): string | null =>
    path === undefined ? null : asText(valueAt(payload, path));
  const message = read(names.message);
  const title = read(names.title) ?? message;
  if (title === null) return `The alarm has neither "${names.title}" nor "${names.message}".`;
  const statusWord = read(names.status);
  const state = stateOf(statusWord, mapping);
  const id = read(names.id);
  return makeReport({
    key: readKey(payload, names.key) ?? keyOf(textOf(payload, "source"), title, ...labelParts(payload)),
    // With the state, for senders that give the end the id of the beginning.
    eventId: id === null ? null : keyOf(id, state),
    state: state ?? "info",
    severity: severityOf(read(names.severity), mapping),
    title,
    summary: message === title ? null : message,
    resource: read(names.resource),
    value: read(names.value),
    fields: state === null && statusWord !== null ? [["Status", statusWord]] : [],
    startsAt: names.startsAt === undefined ? null : parseInstant(valueAt(payload, names.startsAt)),
    url: read(names.url),
    payload,
    used: topNames(names),
  });
}

/** The labels, which tell two alarms of one title apart. */
function labelParts(payload: JsonRecord): readonly string[] {
  const labels = Object.entries(asRecord(own(payload, "labels")) ?? {});
  return labels.map(([name, value]) => `${name}=${asText(value)}`).sort();
}

function readKey(payload: JsonRecord, paths: readonly string[] = []): string | null {
  const parts = paths.map((path) => asText(valueAt(payload, path)));
  return parts.every((part) => part === null) ? null : keyOf(...parts);
}

function stateOf(word: string | null, mapping: AlarmMapping | null): AlarmState | null {
  if (word !== null && mapping?.states && Object.hasOwn(mapping.states, word)) return mapping.states[word] ?? null;
  return stateOfWord(word);
}

function severityOf(word: string | null, mapping: AlarmMapping | null): Severity {
  const known = word !== null && mapping?.severities && Object.hasOwn(mapping.severities, word);
  return (known ? mapping?.severities?.[word] : severityOfWord(word)) ?? "error";
}

/** What is told in its own place need not be told again; what lies deeper stays with its neighbours. */
function topNames(names: AlarmMapping): readonly string[] {
  const paths = [names.status, names.severity, names.title, names.message, names.resource, names.value];
  const all = [...paths, names.url, names.startsAt, names.id, ...(names.key ?? [])];
  return all.flatMap((path) => (path === undefined || /[.[]/.test(path) ? [] : [path]));
}

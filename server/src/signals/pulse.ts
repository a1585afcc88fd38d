import { parseLenientQuery } from "../lib/lenient-query.ts";
import { MAX_PERIOD_MS, MIN_PERIOD_MS } from "../model/index.ts";

/** What a pulse is called; the four together are its identity, never joined to one text. */
export interface PulseNames {
  readonly host: string;
  readonly category: string;
  readonly type: string;
  readonly name: string;
}

/** The names in their order: on the wire, on the board, in a digest. */
export const PULSE_NAMES = ["host", "category", "type", "name"] as const satisfies readonly (keyof PulseNames)[];

/** The threshold that a pulse asks for; `unreadable` keeps what was sent. */
export type PulseThreshold =
  | { readonly kind: "absent" }
  | { readonly kind: "hours"; readonly ms: number }
  | { readonly kind: "unreadable"; readonly text: string };

export interface ParsedPulse {
  readonly kind: "pulse";
  readonly names: PulseNames;
  readonly threshold: PulseThreshold;
}

/** A request that is no pulse: the name at fault, and what to do about it. */
export interface RefusedPulse {
  readonly kind: "refused";
  readonly field: keyof PulseNames;
  readonly message: string;
}

const MAX_NAME_LENGTH = 255;
const HOUR_MS = 3_600_000;
const MAX_HOURS = MAX_PERIOD_MS / HOUR_MS;

/** What to write where a threshold is wanted. */
export const THRESHOLD_HINT = `Give hours above 0 and up to ${MAX_HOURS}, such as 24 or 0.5.`;

/** Reads the query of a pulse; parameters that it does not know are left alone. */
export function parsePulse(query: string): ParsedPulse | RefusedPulse {
  const given = parseLenientQuery(query);
  const value = (name: keyof PulseNames): string => given.get(name) ?? "";
  for (const field of PULSE_NAMES) {
    const message = nameFault(field, value(field));
    if (message !== null) return { kind: "refused", field, message };
  }
  const names = { host: value("host"), category: value("category"), type: value("type"), name: value("name") };
  return { kind: "pulse", names, threshold: readThreshold(given.get("threshold")) };
}

/** Why a text cannot name a pulse; null when it can. */
function nameFault(field: keyof PulseNames, text: string): string | null {
  if (text === "") return `"${field}" is missing. A pulse needs host, category, type and name.`;
  if (text.length <= MAX_NAME_LENGTH) return null;
  return `"${field}" has ${text.length} characters; at most ${MAX_NAME_LENGTH} are possible.`;
}

function readThreshold(text: string | undefined): PulseThreshold {
  if (text === undefined) return { kind: "absent" };
  const ms = parseHours(text);
  return ms === null ? { kind: "unreadable", text } : { kind: "hours", ms };
}

/** Hours with decimals as milliseconds; null when that is no number of hours, or none that a schedule can have. */
export function parseHours(text: string): number | null {
  if (!/^\+?(?:\d+\.?\d*|\.\d+)$/.test(text.trim())) return null;
  const ms = Math.round(Number(text) * HOUR_MS);
  return ms >= MIN_PERIOD_MS && ms <= MAX_PERIOD_MS ? ms : null;
}

/** The identity of a pulse as one text, from which the names can be read again. */
export function pulseKey({ host, category, type, name }: PulseNames): string {
  return JSON.stringify([host, category, type, name]);
}

/** The names in the identity of a pulse. */
export function namesOfPulseKey(key: string): PulseNames {
  const [host = "", category = "", type = "", name = ""]: readonly string[] = JSON.parse(key);
  return { host, category, type, name };
}

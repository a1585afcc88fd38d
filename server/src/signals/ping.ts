import type { PingAction } from "../model/index.ts";

/** Whom a ping is for: a monitor's own address, or a slug in the project of a ping key. */
export type PingTarget =
  | { readonly by: "id"; readonly monitorId: string }
  | { readonly by: "slug"; readonly pingKey: string; readonly slug: string };

/** What a URL below `/ping/` asks for, before anything is looked up. */
export interface ParsedPing {
  readonly kind: "ping";
  readonly target: PingTarget;
  readonly action: PingAction;
  readonly exitStatus: number | null;
  /** Canonical lower-case UUID. */
  readonly runId: string | null;
  /** `?create=1`: make the monitor when the slug is not known. */
  readonly create: boolean;
}

/** A request that is no ping, with the words of the wire. */
export interface RefusedPing {
  readonly kind: "refused";
  readonly status: 400 | 404 | 405;
  readonly text: string;
}

export type PingRequest = ParsedPing | { readonly kind: "preflight" } | RefusedPing;

interface Suffix {
  readonly action: PingAction;
  readonly exitStatus: number | null;
}

const SUCCESS: Suffix = { action: "success", exitStatus: null };
const START: Suffix = { action: "start", exitStatus: null };
const FAIL: Suffix = { action: "fail", exitStatus: null };
const LOG: Suffix = { action: "log", exitStatus: null };

const PREFLIGHT = { kind: "preflight" } as const;
/** What the wire says to an address that is none. */
export const NOT_FOUND: RefusedPing = { kind: "refused", status: 404, text: "not found" };
const BAD_FORMAT: RefusedPing = { kind: "refused", status: 400, text: "invalid url format" };
const BAD_RUN_ID: RefusedPing = { kind: "refused", status: 400, text: "invalid uuid format" };
const BAD_METHOD: RefusedPing = { kind: "refused", status: 405, text: "method not allowed" };

const MAX_EXIT_STATUS = 255;
const MAX_SLUG_LENGTH = 100;
const MAX_KEY_LENGTH = 200;

/**
 * Reads a request to the ping API: `path` is what follows `/ping/`, `query` what follows the question mark. Everything
 * that can be wrong in a URL is found here, before a monitor is looked up or made. Written with loops over character
 * codes because it runs for every ping.
 */
export function parsePing(method: string, path: string, query: string): PingRequest {
  if (method === "OPTIONS") return PREFLIGHT;
  if (method !== "GET" && method !== "HEAD" && method !== "POST") return BAD_METHOD;
  const addressed = parsePath(path);
  if (addressed.kind === "refused" || query === "") return addressed;
  return withQuery(addressed, query);
}

function parsePath(path: string): ParsedPing | RefusedPing {
  const slash = path.indexOf("/");
  if (slash === -1) return isUuid(path, false) ? ping({ by: "id", monitorId: path }, SUCCESS) : NOT_FOUND;
  const head = path.slice(0, slash);
  const rest = path.slice(slash + 1);
  if (isUuid(head, false)) {
    const suffix = rest === "" ? SUCCESS : parseSuffix(rest);
    if (suffix === "out-of-range") return BAD_FORMAT;
    if (suffix !== null) return ping({ by: "id", monitorId: head }, suffix);
  }
  return parseSlugPath(head, rest);
}

function parseSlugPath(pingKey: string, rest: string): ParsedPing | RefusedPing {
  const slash = rest.indexOf("/");
  const slug = slash === -1 ? rest : rest.slice(0, slash);
  const suffix = slash === -1 ? SUCCESS : parseSuffix(rest.slice(slash + 1));
  if (suffix === null || !isWord(pingKey, MAX_KEY_LENGTH) || !isWord(slug, MAX_SLUG_LENGTH)) return NOT_FOUND;
  if (suffix === "out-of-range" || slug !== slug.toLowerCase()) return BAD_FORMAT;
  return ping({ by: "slug", pingKey, slug }, suffix);
}

function ping(target: PingTarget, suffix: Suffix): ParsedPing {
  return {
    kind: "ping",
    target,
    action: suffix.action,
    exitStatus: suffix.exitStatus,
    runId: null,
    create: false,
  };
}

function withQuery(parsed: ParsedPing, query: string): ParsedPing | RefusedPing {
  const params = new URLSearchParams(query);
  const rid = params.getAll("rid").at(-1);
  if (rid !== undefined && !isUuid(rid, true)) return BAD_RUN_ID;
  const create = parsed.target.by === "slug" && params.getAll("create").at(-1) === "1";
  return { ...parsed, runId: rid?.toLowerCase() ?? null, create };
}

/** Null: no such suffix. A number over 255 is a suffix, but a wrong one. */
function parseSuffix(text: string): Suffix | "out-of-range" | null {
  if (text === "start") return START;
  if (text === "fail") return FAIL;
  if (text === "log") return LOG;
  if (text === "") return null;
  let status = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    status = Math.min(status * 10 + digit, MAX_EXIT_STATUS + 1);
  }
  if (status > MAX_EXIT_STATUS) return "out-of-range";
  return { action: status === 0 ? "success" : "fail", exitStatus: status };
}

/** True for 8-4-4-4-12 hexadecimal digits. */
function isUuid(text: string, upperCaseToo: boolean): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 45) return false;
    } else {
      const hex = (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
      if (!hex && !(upperCaseToo && code >= 65 && code <= 70)) return false;
    }
  }
  return true;
}

/** True for one to `max` letters, digits, hyphens and underscores. */
function isWord(text: string, max: number): boolean {
  if (text.length === 0 || text.length > max) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    const digit = code >= 48 && code <= 57;
    if (!letter && !digit && code !== 45 && code !== 95) return false;
  }
  return true;
}

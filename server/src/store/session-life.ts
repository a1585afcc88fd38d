import { newId } from "../lib/ids.ts";
import type { Session } from "../model/index.ts";
import type { NewSession } from "./ports.ts";

const DAY_MS = 24 * 3_600_000;
/** A session ends so long after its last use. */
const IDLE_MS = 30 * DAY_MS;
/** However often it is used, it ends so long after it began. */
export const LONGEST_SESSION_MS = 180 * DAY_MS;
/** The second factor must be shown within this time. */
const HALF_MS = 10 * 60_000;

/** A session with the time at which it ends. */
export type LastingSession = Session & { readonly expiresAt: number };

/** A session that begins. */
export function beginSession({ accountId, state, address, userAgent }: NewSession, now: number): LastingSession {
  const expiresAt = now + (state === "signed-in" ? IDLE_MS : HALF_MS);
  return { id: newId(), accountId, state, createdAt: now, lastSeenAt: now, address, userAgent, expiresAt };
}

/** What changes of a session when the second factor was shown: it begins anew. */
export function signedIn(now: number) {
  return { state: "signed-in", createdAt: now, lastSeenAt: now, expiresAt: now + IDLE_MS } as const;
}

/** What changes of a session that is used. */
export function sessionUsed({ createdAt }: Pick<Session, "createdAt">, now: number) {
  return { lastSeenAt: now, expiresAt: Math.min(now + IDLE_MS, createdAt + LONGEST_SESSION_MS) };
}

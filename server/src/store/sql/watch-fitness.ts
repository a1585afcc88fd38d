import { readClosed } from "./closed.ts";
import type { SqlDeps } from "./deps.ts";
import { newerBreaking, readMeta } from "./migrate.ts";

/**
 * Makes the look at whether this process still fits its database; it says why not, null: it does. Whoever moves the
 * database away or changes its master key makes sure that no server is connected, but may not see one that is cut off
 * just then: that one must not go on when it is connected again.
 *
 * They close the database before they look for servers, and open it again when there are some: what is closed counts
 * only when it still is at the next look.
 */
export function watchFitness({ db, vault }: Pick<SqlDeps, "db" | "vault">): () => Promise<string | null> {
  let closedBefore: string | null = null;
  return async () => {
    const newer = await newerBreaking(db);
    if (newer !== null) return newer;
    const fingerprint = await readMeta(db, "key_fingerprint");
    if (fingerprint !== null && fingerprint !== vault.fingerprint) {
      return "The master key of the database was changed while this process was cut off from it. Start it with the new key.";
    }
    const closed = await readClosed(db);
    const closedNow = closed === null ? null : `${closed.by} ${closed.id}`;
    const isStillClosed = closedNow !== null && closedNow === closedBefore;
    closedBefore = closedNow;
    return isStillClosed ? (closed?.text ?? null) : null;
  };
}

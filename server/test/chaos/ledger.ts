import type { Crew } from "./crew.ts";

/** A ping as it is stored. */
export interface StoredPing {
  readonly slug: string;
  readonly n: number;
  readonly kind: string;
  readonly token: string;
}

/** All pings that were ever stored: what is pruned stays in here. */
export interface Ledger {
  readonly pings: ReadonlyMap<string, StoredPing>;
  /** Pings that became others. */
  readonly changed: readonly string[];
  collect(): Promise<void>;
}

/** Opens a ledger; it must collect before a monitor has a thousand new pings. */
export function openLedger(crew: Crew): Ledger {
  const pings = new Map<string, StoredPing>();
  const changed: string[] = [];
  return {
    pings,
    changed,
    async collect() {
      const rows = await crew.query<{ slug: string; n: string; kind: string; user_agent: string }>(
        "select m.slug, p.n, p.kind, p.user_agent from pings p join monitors m on m.seq = p.monitor_seq order by p.n",
      );
      for (const row of rows) {
        const ping = { slug: row.slug, n: Number(row.n), kind: row.kind, token: row.user_agent };
        const key = `${ping.slug} ${ping.n}`;
        const known = pings.get(key);
        if (known && (known.token !== ping.token || known.kind !== ping.kind)) changed.push(key);
        pings.set(key, ping);
      }
    },
  };
}

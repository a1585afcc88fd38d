import { Resolver } from "node:dns/promises";
import { judgeAddress, type OutgoingMode } from "./addresses.ts";

export interface DnsQuery {
  readonly name: string;
  /** Such as `MX`. */
  readonly recordType: string;
  /** Address of the server that is asked, with a port or without; null: those of this machine. */
  readonly server: string | null;
  readonly timeoutMs: number;
}

export type DnsResult =
  /** One text for each record; none when the name has no such record or is not known. */
  | { readonly kind: "answers"; readonly answers: readonly string[] }
  | { readonly kind: "failed"; readonly reason: string };

export type ResolveDns = (query: DnsQuery) => Promise<DnsResult>;

const NOTHING_FOUND = new Set(["ENOTFOUND", "ENODATA"]);
const FAULTS: Readonly<Record<string, string>> = {
  ESERVFAIL: "the server failed",
  EREFUSED: "the server refused to answer",
  ECONNREFUSED: "nobody answers there",
  ETIMEOUT: "no answer in time",
  ECANCELLED: "no answer in time",
  EFORMERR: "the server did not understand the question",
  EBADNAME: "it is no name that can be asked for",
};

/** Makes the resolver. A server that a user named is an address, judged as every other one that we send to. */
export function createResolveDns(options: { readonly outgoing: OutgoingMode }): ResolveDns {
  return async ({ name, recordType, server, timeoutMs }) => {
    const resolver = new Resolver({ timeout: Math.max(1, Math.floor(timeoutMs / 2)), tries: 2 });
    if (server !== null) {
      const judged = judgeAddress(addressIn(server), options.outgoing);
      if (judged.kind === "refused") {
        return { kind: "failed", reason: `Refused to ask ${server}: its address ${judged.reason}.` };
      }
      resolver.setServers([server]);
    }
    const timer = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      const records: unknown = await resolver.resolve(name, recordType as "A");
      return { kind: "answers", answers: (Array.isArray(records) ? records : [records]).map(recordText) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (NOTHING_FOUND.has(code)) return { kind: "answers", answers: [] };
      const fault = FAULTS[code] ?? `the query failed (${code})`;
      return { kind: "failed", reason: `Could not look up ${name} (${recordType}): ${fault}.` };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53` without the port. */
function addressIn(server: string): string {
  const bracketed = /^\[(.+)\](?::\d+)?$/.exec(server)?.[1];
  return bracketed ?? /^([\d.]+):\d+$/.exec(server)?.[1] ?? server;
}

/** A record as zone files write it. */
function recordText(record: unknown): string {
  if (typeof record === "string") return record;
  if (Array.isArray(record)) return record.join("");
  if (typeof record !== "object" || record === null) return String(record);
  const { type: _type, ...fields } = record as Record<string, unknown>;
  return orderOf(fields)
    .map((field) => String(fields[field]))
    .join(" ");
}

const ORDERS: readonly (readonly string[])[] = [
  ["priority", "exchange"],
  ["priority", "weight", "port", "name"],
  ["nsname", "hostmaster", "serial", "refresh", "retry", "expire", "minttl"],
];

function orderOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return ORDERS.find((order) => order.every((field) => field in fields)) ?? Object.keys(fields);
}

import { hash } from "node:crypto";
import type { Settings } from "../config/settings.ts";
import { networkOf } from "../lib/client-address.ts";
import { createSharedBuckets, type SharedBuckets, type Uses } from "../lib/shared-buckets.ts";

/** How many requests one sender may make. Processes that share a store count them together. */
export interface RequestLimits {
  /** Counts a request of a key; says how long to wait when it is one too many, else 0. */
  countKey(value: string): number;
  /** Counts a request from an address; says how long to wait when it is one too many, else 0. */
  countAddress(address: string): number;
  /** True when addresses are limited at all: finding out who asks is not for nothing. */
  readonly limitsAddresses: boolean;
  /** What the other processes are to know; null: nothing. */
  report(): Uses | null;
  hear(uses: Uses): void;
}

/** In memory and on the wire a sender is a hash: keys are secrets. */
const ID_LENGTH = 16;

function idOf(kind: "key" | "address", value: string): string {
  return `${kind[0]}${hash("sha256", `${kind}\n${value}`, "base64url").slice(0, ID_LENGTH)}`;
}

/** Makes the limits that the settings want. */
export function createRequestLimits(
  settings: Pick<Settings, "keyLimitPerMinute" | "addressLimitPerMinute">,
  now: () => number,
): RequestLimits {
  const make = (perMinute: number | null): SharedBuckets | null =>
    perMinute === null ? null : createSharedBuckets({ now, perMinute });
  const keys = make(settings.keyLimitPerMinute);
  const addresses = make(settings.addressLimitPerMinute);
  const both = [keys, addresses];
  return {
    countKey: (value) => keys?.take(idOf("key", value)) ?? 0,
    countAddress: (address) => addresses?.take(idOf("address", networkOf(address))) ?? 0,
    limitsAddresses: addresses !== null,
    report() {
      const told = both.flatMap((buckets) => Object.entries(buckets?.report() ?? {}));
      return told.length === 0 ? null : Object.fromEntries(told);
    },
    hear(uses) {
      const of = (letter: string): Uses => Object.fromEntries(Object.entries(uses).filter(([id]) => id[0] === letter));
      keys?.hear(of("k"));
      addresses?.hear(of("a"));
    },
  };
}

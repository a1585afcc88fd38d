import ipaddr from "ipaddr.js";

/** A request's way to us, as far as it is known. */
export interface RequestWay {
  /** The other end of the connection; null when the host does not know it. */
  readonly remoteAddress: string | null;
  /** `X-Forwarded-For` as it came; null when there was none. */
  readonly forwardedFor: string | null;
}

/**
 * The first hop from the right that is no trusted proxy: the nearest address that nobody could have made up. Limits,
 * allow-lists and audit go by it. Without trusted proxies it is the other end of the connection. Null: not known, or
 * what stands in its place is no address.
 */
export function firstUntrustedHop(
  { remoteAddress, forwardedFor }: RequestWay,
  trustedProxies: readonly string[],
): string | null {
  if (remoteAddress === null) return null;
  const claimed = forwardedFor === null ? [] : forwardedFor.split(",").map((hop) => withoutPort(hop.trim()));
  const hops = [...claimed, remoteAddress];
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] ?? "";
    if (!ipaddr.isValid(hop)) return null;
    if (i === 0 || !isInRanges(hop, trustedProxies)) return ipaddr.process(hop).toString();
  }
  return null;
}

/** True when an address lies in one of these addresses and CIDR ranges; an IPv4 address in IPv6 form counts as itself. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [base, bits] = parseRange(range);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes("/")) return ipaddr.parseCIDR(range);
  const base = ipaddr.process(range);
  return [base, base.kind() === "ipv4" ? 32 : 128];
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop);
  if (bracketed?.[1] !== undefined) return bracketed[1];
  return /^[^:]+:\d+$/.test(hop) ? hop.replace(/:\d+$/, "") : hop;
}

/** True for an address, or a CIDR range of addresses. */
export function isAddressRange(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}

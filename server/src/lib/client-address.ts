import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** What a connection and its request say of where they come from. */
export interface ClientAddressOf {
  /** The other end of the connection. */
  readonly remoteAddress: string;
  /** The header `X-Forwarded-For`, several of them joined with commas; null when there is none. */
  readonly forwardedFor: string | null;
  /** Addresses and CIDR ranges, as in the setting `trustedProxies`. */
  readonly trustedProxies: readonly string[];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The address that limits, allow-lists and audit go by: the first one from the right of `X-Forwarded-For` that is no
 * trusted proxy. What stands left of it anybody can have written, so it is never read. A hop that is no address ends
 * the walk at the proxy that passed it on. One address has one form: IPv4 in IPv6 comes out as IPv4, IPv6 shortened.
 */
export function clientAddress({ remoteAddress, forwardedFor, trustedProxies }: ClientAddressOf): string {
  let client = parseAddress(remoteAddress);
  if (client === null) return remoteAddress;
  const hops = forwardedFor === null ? [] : forwardedFor.split(",");
  while (hops.length > 0 && isTrusted(client, trustedProxies)) {
    const hop = parseHop(hops.pop() ?? "");
    if (hop === null) break;
    client = hop;
  }
  return client.toString();
}

/**
 * What one client can come from at will: an IPv4 address, or the /64 of an IPv6 address, all of which belongs to one
 * line. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed?.toString() ?? address;
  const prefix = parsed.toByteArray().fill(0, 8);
  return `${new ipaddr.IPv6(prefix).toString()}/64`;
}

/** True when an address lies in one of these addresses and CIDR ranges; what is no address lies in none. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && ranges.some((range) => isWithin(parsed, range));
}

/** True for an address, or a CIDR range of addresses. */
export function isAddressRange(text: string): boolean {
  const [base = "", bits, ...rest] = text.split("/");
  const version = isIP(base);
  if (version === 0 || rest.length > 0 || base.includes("%")) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isTrusted(address: Address, trustedProxies: readonly string[]): boolean {
  return trustedProxies.some((range) => isWithin(address, range));
}

function isWithin(address: Address, range: string): boolean {
  const slash = range.indexOf("/");
  const base = parseAddress(slash === -1 ? range : range.slice(0, slash));
  if (base === null || base.kind() !== address.kind()) return false;
  const all = base.toByteArray().length * 8;
  if (slash === -1) return address.match(base, all);
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8: the base lost the 96 bits that say so.
  const mapped = base.kind() === "ipv4" && range.includes(":") ? 96 : 0;
  const bits = Number(range.slice(slash + 1)) - mapped;
  return bits >= 0 && address.match(base, bits);
}

/** Some proxies add the port: 203.0.113.7:4711, [2001:db8::1]:4711. */
function parseHop(text: string): Address | null {
  const hop = text.trim();
  const [, inBrackets, ipv4] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(hop) ?? [];
  return parseAddress(inBrackets ?? ipv4 ?? hop);
}

/** Takes only the usual forms: the library alone would read 1 as 0.0.0.1 and 010.0.0.1 as 8.0.0.1. */
function parseAddress(text: string): Address | null {
  const [address = ""] = text.split("%");
  return isIP(address) === 0 ? null : ipaddr.process(address);
}

import ipaddr from "ipaddr.js";

/** Where outgoing connections may go: also into private networks, or only to globally routable addresses. */
export type OutgoingMode = "private" | "public";

export type Judgement =
  | { readonly kind: "allowed" }
  /** `reason` completes the sentence "the address …". */
  | { readonly kind: "refused"; readonly reason: string };

const ALLOWED: Judgement = { kind: "allowed" };

/** Addresses that clouds answer with credentials or machine data; every other one of them is link-local anyway. */
const METADATA: readonly { readonly range: string; readonly of: string }[] = [
  // https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
  { range: "100.100.100.200/32", of: "Alibaba Cloud" },
  // https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
  { range: "168.63.129.16/32", of: "Azure" },
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html (and its neighbours: DNS, time)
  { range: "fd00:ec2::/32", of: "AWS" },
  // https://cloud.google.com/compute/docs/metadata/querying-metadata
  { range: "fd20:ce::254/128", of: "Google Cloud" },
  // https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm
  { range: "fd00:c1::a9fe:a9fe/128", of: "Oracle Cloud" },
];

/** What is refused in both modes, by the range's name in ipaddr.js. A name that is in no list is refused as reserved. */
const REFUSED: Readonly<Record<string, string>> = {
  unspecified: "is unspecified",
  broadcast: "is the broadcast address",
  multicast: "is a multicast address",
  linkLocal: "is link-local",
  "6to4": "is a tunnel address (6to4) that can hide another one",
  teredo: "is a tunnel address (Teredo) that can hide another one",
};

/** What only the mode `private` allows. */
const PRIVATE: Readonly<Record<string, string>> = {
  loopback: "is loopback",
  private: "is private",
  uniqueLocal: "is private",
  carrierGradeNat: "belongs to a provider's private network",
};

/**
 * Says whether a connection may go to this address. Takes literals in every form that the system's resolver takes
 * (decimal, octal, hexadecimal, shortened), and looks through IPv6 forms that stand for an IPv4 address.
 */
export function judgeAddress(address: string, mode: OutgoingMode): Judgement {
  const text = address.replace(/^\[(.*)\]$/, "$1");
  if (text.includes("%")) return refused("names a network interface, so it is link-local");
  if (!ipaddr.isValid(text)) return refused("is not an IP address");
  return judgeParsed(ipaddr.parse(text), mode);
}

function judgeParsed(address: ipaddr.IPv4 | ipaddr.IPv6, mode: OutgoingMode): Judgement {
  const inner = address instanceof ipaddr.IPv6 ? embeddedIpv4(address) : null;
  if (inner !== null) return judgeParsed(inner, mode);
  const metadata = METADATA.find(({ range }) => isWithin(address, range));
  if (metadata !== undefined) return refused(`belongs to the instance metadata service of ${metadata.of}`);
  const range = address.range();
  if (range === "unicast") return isGlobalUnicast(address) ? ALLOWED : refused("is reserved");
  const onlyPrivate = PRIVATE[range];
  if (onlyPrivate === undefined) return refused(REFUSED[range] ?? "is reserved");
  return mode === "private" ? ALLOWED : refused(`${onlyPrivate}, and only globally routable addresses are allowed`);
}

function refused(reason: string): Judgement {
  return { kind: "refused", reason };
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(range);
  return base.kind() === address.kind() && address.match(base, bits);
}

/** IANA has given out 2000::/3 only; ipaddr.js calls everything without a name unicast. */
function isGlobalUnicast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || isWithin(address, "2000::/3");
}

/**
 * The IPv4 address that packets to this IPv6 address end at: mapped (::ffff:a.b.c.d), translated (::ffff:0:a.b.c.d),
 * NAT64 (64:ff9b::/96) and the old compatible form (::a.b.c.d).
 */
function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const isCompatible = isWithin(address, "::/96") && !isWithin(address, "::/127");
  const stands =
    isCompatible ||
    isWithin(address, "::ffff:0:0/96") ||
    isWithin(address, "::ffff:0:0:0/96") ||
    isWithin(address, "64:ff9b::/96");
  return stands ? new ipaddr.IPv4(address.toByteArray().slice(12)) : null;
}

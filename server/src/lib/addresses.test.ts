import { describe, expect, it } from "vitest";
import { judgeAddress } from "./addresses.ts";

const ALWAYS_ALLOWED = ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"];

const PRIVATE_ONLY = [
  "127.0.0.1",
  "127.255.255.254",
  "::1",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "100.127.255.254",
  "fc00::1",
  "fd12:3456::1",
  "::ffff:10.0.0.1",
  "::ffff:a00:1",
  "0:0:0:0:0:ffff:7f00:1",
  "::ffff:0:10.0.0.1",
  "::10.0.0.1",
  "64:ff9b::10.0.0.1",
  "64:ff9b::a00:1",
  // The same loopback address as decimal, hexadecimal, octal and shortened literals.
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "017700000001",
  "0177.0.0.1",
  "127.1",
  "[::1]",
];

const ALWAYS_REFUSED = [
  // Link-local and cloud metadata, plain and in disguise.
  "169.254.169.254",
  "169.254.0.1",
  "2852039166",
  "0xa9fea9fe",
  "0xa9.0xfe.0xa9.0xfe",
  "0251.0376.0251.0376",
  "169.254.43518",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "::ffff:0:169.254.169.254",
  "::169.254.169.254",
  "64:ff9b::169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::a9fe:a9fe",
  "fe80::1",
  "fe80::1%eth0",
  "::1%lo",
  "fec0::1",
  "100.100.100.200",
  "::ffff:100.100.100.200",
  "64:ff9b::100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd00:ec2:0:0:0:0:0:254",
  "fd20:ce::254",
  "fd00:c1::a9fe:a9fe",
  // Tunnels: 6to4 and Teredo can hold any IPv4 address.
  "2002:a9fe:a9fe::1",
  "2002:7f00:1::",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  // Multicast, broadcast, unspecified, reserved, documentation.
  "224.0.0.1",
  "239.255.255.250",
  "ff02::1",
  "255.255.255.255",
  "0.0.0.0",
  "0.1.2.3",
  "0",
  "::",
  "::ffff:0.0.0.0",
  "240.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "203.0.113.7",
  "2001:db8::1",
  "100::1",
  "4000::1",
  "5f00::1",
  "::2:0:0:1",
];

const NOT_ADDRESSES = ["", "example.com", "256.1.1.1", "1.2.3.4.5", "::g", "127.0.0.1:80", "127.0.0.1 "];

describe("judgeAddress", () => {
  it.each(ALWAYS_ALLOWED)("allows %s in both modes", (address) => {
    expect(judgeAddress(address, "private")).toEqual({ kind: "allowed" });
    expect(judgeAddress(address, "public")).toEqual({ kind: "allowed" });
  });

  it.each(PRIVATE_ONLY)("allows %s only where private networks are allowed", (address) => {
    expect(judgeAddress(address, "private")).toEqual({ kind: "allowed" });
    expect(judgeAddress(address, "public").kind).toBe("refused");
  });

  it.each(ALWAYS_REFUSED)("refuses %s in both modes", (address) => {
    expect(judgeAddress(address, "private").kind).toBe("refused");
    expect(judgeAddress(address, "public").kind).toBe("refused");
  });

  it.each(NOT_ADDRESSES)("refuses %j, which is no address", (address) => {
    expect(judgeAddress(address, "private")).toEqual({ kind: "refused", reason: "is not an IP address" });
  });

  it("says why it refuses", () => {
    expect(judgeAddress("169.254.169.254", "private")).toEqual({ kind: "refused", reason: "is link-local" });
    expect(judgeAddress("::ffff:100.100.100.200", "private")).toEqual({
      kind: "refused",
      reason: "belongs to the instance metadata service of Alibaba Cloud",
    });
    expect(judgeAddress("192.168.0.1", "public")).toEqual({
      kind: "refused",
      reason: "is private, and only globally routable addresses are allowed",
    });
  });
});

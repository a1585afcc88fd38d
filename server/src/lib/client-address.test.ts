import { describe, expect, it } from "vitest";
import { clientAddress, isAddressRange, isInRanges, networkOf } from "./client-address.ts";

const PROXIES = ["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8:aa::/48"];

function client(remoteAddress: string, forwardedFor: string | null, trustedProxies: readonly string[] = PROXIES) {
  return clientAddress({ remoteAddress, forwardedFor, trustedProxies });
}

describe("the address of a client", () => {
  it("is the other end of the connection when no proxy is trusted, whatever the header says", () => {
    expect(client("127.0.0.1", "203.0.113.7", [])).toBe("127.0.0.1");
  });

  it("is the other end of the connection when that is none of the trusted proxies", () => {
    expect(client("198.51.100.4", "203.0.113.7")).toBe("198.51.100.4");
  });

  it("is the proxy itself when it names nobody", () => {
    expect(client("127.0.0.1", null)).toBe("127.0.0.1");
    expect(client("127.0.0.1", "")).toBe("127.0.0.1");
  });

  it("is what the proxy appended, not what the client wrote in front of it", () => {
    expect(client("127.0.0.1", "10.0.0.9, 192.0.2.1, 203.0.113.7")).toBe("203.0.113.7");
    expect(client("127.0.0.1", "203.0.113.7")).toBe("203.0.113.7");
  });

  it("is found behind several trusted proxies", () => {
    expect(client("::1", "192.0.2.1, 203.0.113.7, 10.1.2.3, 127.0.0.1")).toBe("203.0.113.7");
    expect(client("10.0.0.1", "2001:db8::7, 2001:db8:aa::1")).toBe("2001:db8::7");
  });

  it("is the farthest hop when all of them are trusted", () => {
    expect(client("127.0.0.1", "10.0.0.3, 10.0.0.2")).toBe("10.0.0.3");
  });

  it.each(["unknown", "_hidden", "1", "010.0.0.1", "0x7f.1", "203.0.113.7.8", "203.0.113.7 ; evil", "[", ":"])(
    "is the proxy that passed on %j, which is no address",
    (hop) => {
      expect(client("127.0.0.1", `192.0.2.1, ${hop}, 10.0.0.2`)).toBe("10.0.0.2");
    },
  );

  it("loses its port and brackets", () => {
    expect(client("127.0.0.1", "203.0.113.7:4711")).toBe("203.0.113.7");
    expect(client("127.0.0.1", "[2001:db8::7]:4711")).toBe("2001:db8::7");
    expect(client("127.0.0.1", "[2001:db8::7]")).toBe("2001:db8::7");
  });

  it("has one form, so that a limit cannot be passed by writing it in another", () => {
    expect(client("::ffff:203.0.113.7", null)).toBe("203.0.113.7");
    expect(client("::ffff:127.0.0.1", "::FFFF:203.0.113.7")).toBe("203.0.113.7");
    expect(client("127.0.0.1", "2001:0DB8:0:0::0007")).toBe("2001:db8::7");
    expect(client("127.0.0.1", "fe80::1%eth0")).toBe("fe80::1");
  });

  it("knows a proxy that is listed as IPv4 inside IPv6", () => {
    expect(client("10.9.9.9", "203.0.113.7", ["::ffff:10.0.0.0/104"])).toBe("203.0.113.7");
    expect(client("11.9.9.9", "203.0.113.7", ["::ffff:10.0.0.0/104"])).toBe("11.9.9.9");
    expect(client("11.9.9.9", "203.0.113.7", ["::ffff:11.9.9.9"])).toBe("203.0.113.7");
  });

  it("does not mix the families: all of IPv6 trusted is no word about IPv4", () => {
    expect(client("198.51.100.4", "203.0.113.7", ["::/0"])).toBe("198.51.100.4");
    expect(client("198.51.100.4", "203.0.113.7", ["0.0.0.0/0"])).toBe("203.0.113.7");
    expect(client("2001:db8::1", "203.0.113.7", ["0.0.0.0/0"])).toBe("2001:db8::1");
  });

  it("is what the system says when that is no address, as for a connection that is gone", () => {
    expect(client("", "203.0.113.7", ["0.0.0.0/0"])).toBe("");
  });
});

describe("a list of addresses", () => {
  it.each([
    ["192.0.2.7", ["192.0.2.7"], true],
    ["192.0.2.7", ["198.51.100.1", "192.0.2.0/24"], true],
    ["192.0.3.7", ["192.0.2.0/24"], false],
    ["::ffff:192.0.2.7", ["192.0.2.0/24"], true],
    ["2001:db8::7", ["2001:db8::/32"], true],
    ["2001:db9::7", ["2001:db8::/32"], false],
    ["192.0.2.7", ["::/0"], false],
    ["192.0.2.7", [], false],
    ["", ["0.0.0.0/0"], false],
    ["nonsense", ["0.0.0.0/0", "::/0"], false],
  ])("%j in %j: %j", (address, ranges, expected) => {
    expect(isInRanges(address, ranges)).toBe(expected);
  });

  it.each(["192.0.2.7", "192.0.2.0/24", "::1", "2001:db8::/32"])("may hold %j", (range) => {
    expect(isAddressRange(range)).toBe(true);
  });

  it.each(["", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/24/8", "::1/129", "fe80::1%eth0", "host.example"])(
    "may not hold %j",
    (range) => {
      expect(isAddressRange(range)).toBe(false);
    },
  );
});

describe("the network that limits go by", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["", ""],
  ])("%s is counted as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

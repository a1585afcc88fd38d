import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { type ConnectResult, createConnect } from "./connect.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../test/fixtures/tls/${name}`, import.meta.url), "utf8");

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function opened(result: ConnectResult): Socket {
  if (result.kind === "failed") throw new Error(result.reason);
  sockets.push(result.socket);
  return result.socket;
}

const answering = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const lookup = async (host: string): Promise<readonly string[]> => {
    asked.push(host);
    return answers[Math.min(asked.length, answers.length) - 1] ?? [];
  };
  return { asked, lookup };
};

describe("createConnect", () => {
  it("connects to the address that the name stands for", async () => {
    const port = await listen(createServer());
    const { asked, lookup } = answering(["127.0.0.1"]);
    const connect = createConnect({ outgoing: "private", lookup });
    const socket = opened(await connect({ host: "bell.test", port }));
    expect(socket.remoteAddress).toBe("127.0.0.1");
    expect(asked).toEqual(["bell.test"]);
  });

  it("connects to what it judged, even when the next answer would be another", async () => {
    const port = await listen(createServer());
    const { asked, lookup } = answering(["127.0.0.1"], ["169.254.169.254"]);
    const connect = createConnect({ outgoing: "private", lookup });
    expect(opened(await connect({ host: "rebinding.test", port })).remoteAddress).toBe("127.0.0.1");
    expect(asked).toHaveLength(1);
    const second = await connect({ host: "rebinding.test", port });
    expect(second).toEqual({
      kind: "failed",
      why: "refused-address",
      reason: "Refused to connect to rebinding.test: its address is link-local.",
    });
  });

  it("uses only the allowed ones of several addresses", async () => {
    const port = await listen(createServer());
    const { lookup } = answering(["169.254.169.254", "127.0.0.1", "::"]);
    const connect = createConnect({ outgoing: "private", lookup });
    expect(opened(await connect({ host: "mixed.test", port })).remoteAddress).toBe("127.0.0.1");
  });

  it.each(["127.0.0.1", "[::1]", "::ffff:127.0.0.1", "10.0.0.1"])("judges the literal %s too", async (host) => {
    const { asked, lookup } = answering([]);
    const connect = createConnect({ outgoing: "public", lookup });
    expect(await connect({ host, port: 9 })).toMatchObject({ kind: "failed", why: "refused-address" });
    expect(asked).toEqual([]);
  });

  it.each(["2130706433", "0x7f.1", "0177.0.0.1", "localhost"])("judges what the system makes of %s", async (host) => {
    const connect = createConnect({ outgoing: "public" });
    expect(await connect({ host, port: 9 })).toMatchObject({ kind: "failed", why: "refused-address" });
  });

  it.each(["0xa9fea9fe", "2852039166", "0"])("refuses %s also where private networks are allowed", async (host) => {
    const connect = createConnect({ outgoing: "private" });
    expect(await connect({ host, port: 9 })).toMatchObject({ kind: "failed", why: "refused-address" });
  });

  it("goes on to the next address when one does not answer", async () => {
    const port = await listen(createServer());
    const { lookup } = answering(["127.0.0.2", "127.0.0.1"]);
    const connect = createConnect({ outgoing: "private", lookup });
    expect(opened(await connect({ host: "two.test", port })).remoteAddress).toBe("127.0.0.1");
  });

  it("says in plain words that nobody listens", async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const connect = createConnect({ outgoing: "private" });
    expect(await connect({ host: "127.0.0.1", port })).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: `Could not connect to 127.0.0.1:${port}: the connection was refused.`,
    });
  });

  it("says that a name is not known or has no address", async () => {
    const unknown = createConnect({
      outgoing: "private",
      lookup: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
    });
    const empty = createConnect({ outgoing: "private", lookup: async () => [] });
    const reason = "Could not connect to gone.test:80: the name is not known.";
    for (const connect of [unknown, empty]) {
      expect(await connect({ host: "gone.test", port: 80 })).toEqual({ kind: "failed", why: "unreachable", reason });
    }
  });

  it("does not wait for ever for a name", async () => {
    const connect = createConnect({ outgoing: "private", lookup: () => new Promise(() => {}), timeoutMs: 20 });
    expect(await connect({ host: "slow.test", port: 80 })).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: "Could not connect to slow.test:80: no answer in time.",
    });
  });

  it("asks for a name once while an answer is on its way", async () => {
    const port = await listen(createServer());
    const answer = Promise.withResolvers<readonly string[]>();
    let asked = 0;
    const connect = createConnect({
      outgoing: "private",
      lookup: () => {
        asked += 1;
        return answer.promise;
      },
    });
    const both = [connect({ host: "bell.test", port }), connect({ host: "bell.test", port })];
    answer.resolve(["127.0.0.1"]);
    for (const result of await Promise.all(both)) opened(result);
    expect(asked).toBe(1);
  });
});

describe("createConnect with TLS", () => {
  const lookup = async (): Promise<readonly string[]> => ["127.0.0.1"];
  const startTls = (): Promise<number> =>
    listen(createTlsServer({ cert: fixture("localhost.crt"), key: fixture("localhost.key") }));

  it("refuses a certificate that nobody vouches for", async () => {
    const port = await startTls();
    const connect = createConnect({ outgoing: "private", lookup });
    expect(await connect({ host: "bell.test", port, tls: {} })).toEqual({
      kind: "failed",
      why: "unreachable",
      reason: `Could not connect to bell.test:${port}: its certificate is signed by itself.`,
    });
  });

  it("keeps the name for SNI and the certificate while it connects to the pinned address", async () => {
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, fixture("localhost.crt")]);
    try {
      const port = await startTls();
      const named = new Promise((resolve) => {
        servers[0]?.once("secureConnection", (socket: TLSSocket) => resolve(socket.servername));
      });
      const connect = createConnect({ outgoing: "private", lookup });
      const socket = opened(await connect({ host: "bell.test", port, tls: { alpn: ["http/1.1"] } }));
      expect(socket).toBeInstanceOf(TLSSocket);
      expect(await named).toBe("bell.test");
      expect(await connect({ host: "other.test", port, tls: {} })).toMatchObject({
        kind: "failed",
        reason: `Could not connect to other.test:${port}: its certificate is for another name.`,
      });
      opened(await connect({ host: "127.0.0.1", port, tls: {} }));
    } finally {
      setDefaultCACertificates(before);
    }
  });

  it("does not wait for ever for a handshake", async () => {
    const port = await listen(createServer());
    const connect = createConnect({ outgoing: "private", lookup, timeoutMs: 50 });
    expect(await connect({ host: "bell.test", port, tls: {} })).toMatchObject({
      kind: "failed",
      reason: `Could not connect to bell.test:${port}: no answer in time.`,
    });
  });

  it("says that a plain server does not speak TLS", async () => {
    const port = await listen(createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const connect = createConnect({ outgoing: "private", lookup });
    expect(await connect({ host: "bell.test", port, tls: {} })).toMatchObject({
      kind: "failed",
      reason: `Could not connect to bell.test:${port}: it does not speak TLS there.`,
    });
  });
});

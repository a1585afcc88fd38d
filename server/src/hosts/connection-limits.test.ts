import { once } from "node:events";
import { connect, createServer, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type ConnectionLimits, limitConnections } from "./connection-limits.ts";
import { createGate, type Gate, type Patience } from "./gate.ts";

const PATIENCE: Patience = { headersMs: 100, requestMs: 200, silenceMs: 60_000, lookEveryMs: 20 };

let gate: Gate | undefined;
let events: string[];
afterEach(() => gate?.close());

async function open(limits: Partial<ConnectionLimits>, patience?: Patience): Promise<number> {
  events = [];
  gate = createGate({
    limits: { maxConnections: null, maxPerAddress: null, trustedProxies: [], ...limits },
    events: {
      opened: () => void events.push("opened"),
      closed: () => void events.push("closed"),
      refused: (why) => void events.push(`refused ${why}`),
      cutOff: () => void events.push("cut off"),
    },
    patience,
  });
  const port = await gate.listen({ host: "127.0.0.1", port: 0 });
  gate.setHandler(async (asked) => new Response(await asked.text()));
  return port;
}

/** Opens a connection and says what is sent there; all that comes back when it has closed. */
async function dial(
  port: number,
  text: string,
): Promise<{ readonly socket: Socket; readonly closed: Promise<string> }> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    heard += chunk;
  });
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(heard)));
  await once(socket, "connect");
  socket.write(text);
  return { socket, closed };
}

const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

describe("too many connections", () => {
  it("are closed at once, and there is room again when one has gone", async () => {
    const port = await open({ maxConnections: 2 });
    const [first, second] = [await dial(port, REQUEST), await dial(port, REQUEST)];
    await expect.poll(() => events.filter((event) => event === "opened")).toHaveLength(2);
    expect(await (await dial(port, REQUEST)).closed).toBe("");
    expect(events).toContain("refused total");
    first.socket.destroy();
    await expect.poll(() => events).toContain("closed");
    const third = await dial(port, REQUEST.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    expect(await third.closed).toContain("200 OK");
    second.socket.destroy();
  });

  it("from one address are closed at once, but this machine and trusted proxies bring those of many", async () => {
    const port = await open({ maxPerAddress: 1 });
    const sockets = [await dial(port, REQUEST), await dial(port, REQUEST), await dial(port, REQUEST)];
    await expect.poll(() => events.filter((event) => event === "opened")).toHaveLength(3);
    expect(events.filter((event) => event.startsWith("refused"))).toEqual([]);
    for (const { socket } of sockets) socket.destroy();
  });
});

describe("connections from other machines", () => {
  it("are counted by address, or by /64, and let go when they close; a trusted proxy's are not counted", () => {
    const server = createServer();
    const refused: string[] = [];
    limitConnections(
      server,
      { maxConnections: null, maxPerAddress: 2, trustedProxies: ["10.0.0.0/8"] },
      { opened() {}, closed() {}, refused: (why) => void refused.push(why), cutOff() {} },
    );
    const come = (remoteAddress: string): Socket => {
      const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
      server.emit("connection", socket);
      return socket;
    };
    const [first, second, third] = [come("203.0.113.7"), come("::ffff:203.0.113.7"), come("203.0.113.7")];
    expect([first, second, third].map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
    for (let n = 0; n < 5; n++) expect(come("10.1.2.3").destroyed).toBe(false);
    const ofLine = ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map((address) => come(address).destroyed);
    expect(ofLine).toEqual([false, false, true]);
    expect(refused).toEqual(["address", "address"]);
    first.emit("close");
    expect(come("203.0.113.7").destroyed).toBe(false);
  });
});

describe("a client that is slow", () => {
  it("with the head of its request is told 408 and cut off", async () => {
    const port = await open({}, PATIENCE);
    const { closed } = await dial(port, "GET / HTTP/1.1\r\nHost: x\r\n");
    expect(await closed).toBe("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    expect(events).toContain("cut off");
  });

  it("with the body of its request is told 408 and cut off", async () => {
    const port = await open({}, PATIENCE);
    const { closed } = await dial(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
    expect(await closed).toContain("408 Request Timeout");
    expect(events).toContain("cut off");
  });

  it("and says nothing at all is cut off", async () => {
    const port = await open({}, { ...PATIENCE, silenceMs: 150 });
    const { closed } = await dial(port, "");
    await closed;
    await expect.poll(() => events).toContain("closed");
  });
});

it("what is no request is told so, as ever", async () => {
  const port = await open({});
  expect(await (await dial(port, "what is this?\r\n\r\n")).closed).toBe(
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
  );
});

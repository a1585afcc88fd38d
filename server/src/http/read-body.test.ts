import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Listener, listen } from "../../test/listen.ts";
import { type ReadBody, readBody } from "./read-body.ts";

const KEEP = 5;
const DRAIN = 100_000;

let listener: Listener;
let http: Hono;
/** What was read of each body, in order. */
let read: ReadBody[];
/** Resolves when the next body was read. */
let nextRead: Promise<void>;
/** Reading starts when this is resolved. */
let gate: Promise<void>;

beforeEach(async () => {
  read = [];
  gate = Promise.resolve();
  const done = Promise.withResolvers<void>();
  nextRead = done.promise;
  http = new Hono();
  http.all("/", async (c) => {
    await gate;
    const body = await readBody(c, { keepBytes: KEEP, drainBytes: DRAIN });
    read.push(body);
    done.resolve();
    return c.text("read", 200, { Connection: "close" });
  });
  listener = await listen(http);
});
afterEach(() => listener.close());

async function send(text: string): Promise<Socket> {
  const socket = connect(listener.port, "127.0.0.1");
  await once(socket, "connect");
  socket.resume();
  socket.write(text);
  return socket;
}

const head = (length: number): string => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
const textOf = (body: ReadBody | undefined): [string, number] | string =>
  body?.kind === "read" ? [new TextDecoder().decode(body.bytes), body.totalBytes] : "aborted";

describe("a body that comes over a socket", () => {
  it("is kept as far as wanted and counted to its end", async () => {
    const answer = await fetch(listener.url, { method: "POST", body: "hello world" });
    expect(await answer.text()).toBe("read");
    expect(read.map(textOf)).toEqual([["hello", 11]]);
  });

  it("is put together from its pieces", async () => {
    const socket = await send(`${head(8)}he`);
    socket.write("llo");
    socket.write("you");
    await nextRead;
    expect(read.map(textOf)).toEqual([["hello", 8]]);
  });

  it("that has no end is given up after the limit, and its sender is answered", async () => {
    const socket = await send(head(10_000_000));
    socket.write("x".repeat(DRAIN + 1));
    await Promise.all([nextRead, once(socket, "close")]);
    const [body] = read;
    expect(body?.kind === "read" && body.totalBytes > DRAIN && body.bytes.length === KEEP).toBe(true);
  });

  it("that breaks off is told apart from one that is short", async () => {
    const socket = await send(`${head(100)}hel`);
    socket.destroy();
    await nextRead;
    expect(read.map(textOf)).toEqual(["aborted"]);
  });

  it("whose sender left before anybody read it is no reason to wait for ever", async () => {
    const opened = Promise.withResolvers<void>();
    gate = opened.promise;
    const socket = await send(`${head(100)}hel`);
    socket.destroy();
    await once(socket, "close");
    // The server hears of it a little later than we do: ask it something else meanwhile.
    await fetch(`${listener.url}/elsewhere`);
    opened.resolve();
    await nextRead;
    expect(read.map(textOf)).toEqual(["aborted"]);
  });

  it("that is announced as empty, or not at all, is not waited for", async () => {
    await fetch(listener.url, { method: "POST" });
    await fetch(listener.url);
    expect(read.map(textOf)).toEqual([
      ["", 0],
      ["", 0],
    ]);
  });
});

describe("a body without a socket", () => {
  it("is kept and counted in the same way", async () => {
    await http.request("/", { method: "POST", body: "hello world" });
    expect(read.map(textOf)).toEqual([["hello", 11]]);
  });

  it("is given up after the limit too", async () => {
    await http.request("/", { method: "POST", body: "x".repeat(DRAIN + 1) });
    expect(read.map(textOf)).toEqual([["xxxxx", DRAIN + 1]]);
  });

  it("that breaks is told apart", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("hel"));
      },
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });
    await http.request(new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit));
    expect(read.map(textOf)).toEqual(["aborted"]);
  });
});

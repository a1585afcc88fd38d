import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createGate } from "./gate.ts";

const ADDRESS = { host: "127.0.0.1", port: 0 };

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
}

async function get(port: number, agent?: Agent): Promise<Answer> {
  const going = request({ host: "127.0.0.1", port, ...(agent && { agent }) });
  going.end();
  const [answer] = (await once(going, "response")) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return { status: answer.statusCode, headers: answer.headers };
}

describe("a gate", () => {
  it("answers 503 with Retry-After until it is told what to do with requests", async () => {
    const gate = createGate();
    const port = await gate.listen(ADDRESS);
    expect(await get(port)).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    gate.setHandler(() => new Response("here"));
    expect(await get(port)).toMatchObject({ status: 200 });
    await gate.close();
  });

  it("refuses a port that is in use, and can be closed although it never listened", async () => {
    const first = createGate();
    const port = await first.listen(ADDRESS);
    const second = createGate();
    await expect(second.listen({ ...ADDRESS, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await second.close();
    await first.close();
  });

  it("answers HTTP/1.0 without a Host, as the smallest of clients speak it", async () => {
    const gate = createGate();
    const port = await gate.listen(ADDRESS);
    gate.setHandler((asked) => new Response(new URL(asked.url).pathname));
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.write("GET /ping/x HTTP/1.0\r\n\r\n");
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\/ping\/x$/);
    await gate.close();
  });

  it("closes although a sender keeps its connection busy: that one is asked to go", async () => {
    const gate = createGate();
    const port = await gate.listen(ADDRESS);
    const late = Promise.withResolvers<Response>();
    const asked = Promise.withResolvers<void>();
    gate.setHandler(() => {
      asked.resolve();
      return late.promise;
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = get(port, agent);
    const second = get(port, agent);
    await asked.promise;
    gate.setHandler(() => new Response("quick"));
    const closing = gate.close();
    late.resolve(new Response("late"));
    expect((await first).status).toBe(200);
    expect(await second).toMatchObject({ status: 200, headers: { connection: "close" } });
    await closing;
    agent.destroy();
  });

  it("answers on after it sent its clients away, and asks each to come back on a new connection", async () => {
    const gate = createGate();
    const port = await gate.listen(ADDRESS);
    gate.setHandler(() => new Response("here"));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await get(port, agent)).headers.connection).toBe("keep-alive");
    gate.sendAway();
    for (let n = 0; n < 3; n++) {
      expect(await get(port, agent)).toMatchObject({ status: 200, headers: { connection: "close" } });
    }
    agent.destroy();
    await gate.close();
  });

  it("cuts off whoever does not end its request in time", async () => {
    const gate = createGate({ cutOffAfterMs: 50 });
    const port = await gate.listen(ADDRESS);
    gate.setHandler(async (asked) => new Response(await asked.text()));
    const socket = connect(port, "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
    socket.on("error", () => {});
    await once(socket, "connect");
    await get(port);
    const closed = once(socket, "close");
    await gate.close();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});

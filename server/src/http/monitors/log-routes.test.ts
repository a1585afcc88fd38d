import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

describe("the log of a monitor", () => {
  it("merges pings, changes of status and messages, and leads to the body of each ping", async () => {
    const { body: monitor } = await api("POST", "/monitors", {});
    await test.http.request(`/ping/${monitor.id}`, {
      method: "POST",
      body: '{"rows": 7}',
      headers: { "Content-Type": "application/json", "User-Agent": "cron", Cookie: "secret=1" },
    });
    test.clock.advance(1_000);
    await test.http.request(`/ping/${monitor.id}/fail`);
    const { body } = await api("GET", `/monitors/${monitor.id}/log`);
    expect(body.entries.map(({ type }: { type: string }) => type)).toEqual([
      "message",
      "transition",
      "ping",
      "transition",
      "ping",
    ]);
    const { ping } = body.entries.at(-1);
    expect(ping).toMatchObject({ bodyBytes: 11, contentType: "application/json", userAgent: "cron", method: "POST" });
    expect(JSON.stringify(body)).not.toContain("secret=1");
    expect((await api("GET", `/monitors/${monitor.id}/pings/${ping.n}/body`)).body).toBe('{"rows": 7}');
    expect(body.entries[2].ping).toMatchObject({ kind: "fail", bodyBytes: 0, contentType: null });
  });

  it("shows only the types that are asked for, page by page", async () => {
    const { body: monitor } = await api("POST", "/monitors", {});
    for (const action of ["", "/fail", "", "/fail"]) await test.http.request(`/ping/${monitor.id}${action}`);
    const path = `/monitors/${monitor.id}/log?type=transition&type=ping&limit=5`;
    const first = await api("GET", path);
    const second = await api("GET", `${path}&cursor=${encodeURIComponent(first.body.nextCursor)}`);
    const entries = [...first.body.entries, ...second.body.entries];
    expect([first.body.entries.length, entries.length, second.body.nextCursor]).toEqual([5, 8, null]);
    expect(new Set(entries.map((entry) => entry.type))).toEqual(new Set(["transition", "ping"]));
    expect((await api("GET", `/monitors/${monitor.id}/log?type=rumour`)).status).toBe(400);
  });

  it("shows only what mentions a text, page by page, and takes signs of patterns as they are", async () => {
    const { body: monitor } = await api("POST", "/monitors", {});
    for (const body of ["disk 100% full", "all well", "Disk 97% full"]) {
      await test.http.request(`/ping/${monitor.id}`, { method: "POST", body });
    }
    const path = `/monitors/${monitor.id}/log?limit=1&text=`;
    const first = await api("GET", `${path}disk`);
    const second = await api("GET", `${path}disk&cursor=${encodeURIComponent(first.body.nextCursor)}`);
    const numbers = [...first.body.entries, ...second.body.entries].map(({ ping }) => ping.n);
    expect([numbers, second.body.nextCursor]).toEqual([[3, 1], null]);
    const literal = await api("GET", `${path}${encodeURIComponent("0% f")}`);
    expect(literal.body).toMatchObject({ entries: [{ ping: { n: 1 } }], nextCursor: null });
    expect((await api("GET", `${path}${encodeURIComponent("a\nb")}`)).body.error.field).toBe("text");
  });

  it("shows what a probe found instead of pings", async () => {
    const probe = { type: "tcp", host: "127.0.0.1", port: 1, retries: 0, timeoutMs: 1_000 };
    const { body: monitor } = await api("POST", "/monitors", { probe });
    await test.probe();
    const { body } = await api("GET", `/monitors/${monitor.id}/log?type=result`);
    expect(body.entries).toMatchObject([{ type: "result", result: { verdict: "error" } }]);
  });

  it("of nobody is not found", async () => {
    expect((await api("GET", "/monitors/00000000-0000-4000-8000-000000000000/log")).status).toBe(404);
  });
});

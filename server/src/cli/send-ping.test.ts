import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "../../test/fake-clock.ts";
import { RETRIABLE_STATUSES, sendPing } from "./send-ping.ts";

type Answer = Response | "hang" | "refuse";

/** A fetch that gives the answers in turn, the last one for ever, and notes when it was asked. */
function scripted(...answers: readonly Answer[]) {
  const clock = createFakeClock(0);
  const askedAt: number[] = [];
  const fetch = (_url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const answer = answers[Math.min(askedAt.length, answers.length - 1)];
    askedAt.push(clock.now());
    if (answer === "refuse") {
      return Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) }),
      );
    }
    if (answer instanceof Response) return Promise.resolve(answer.clone());
    return new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  };
  return { clock, fetch, askedAt };
}

/** Lets everything happen that needs no time to pass. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate();
}

/** Moves the clock on in small steps, with everything that happens in between. */
async function pass(clock: ReturnType<typeof createFakeClock>, ms: number): Promise<void> {
  for (let step = 0; step < ms / 50; step++) {
    await settle();
    clock.advance(50);
  }
  await settle();
}

const request = { url: "http://127.0.0.1/ping/x", body: null, totalMs: 5_000 };
const ok = new Response("OK", { headers: { "ping-body-limit": "10000" } });

describe("sendPing", () => {
  it("says what became of a ping that was taken", async () => {
    const deps = scripted(ok);
    expect(await sendPing(request, deps)).toEqual({ kind: "recorded", created: false, bodyLimit: 10_000 });
    const made = scripted(new Response("Created", { status: 201 }));
    expect(await sendPing(request, made)).toEqual({ kind: "recorded", created: true, bodyLimit: null });
  });

  it.each(RETRIABLE_STATUSES)("tries again after HTTP %d", async (status) => {
    const deps = scripted(new Response("", { status }), ok);
    const sent = sendPing(request, deps);
    await pass(deps.clock, 250);
    expect(await sent).toMatchObject({ kind: "recorded" });
    expect(deps.askedAt).toEqual([0, 250]);
  });

  it.each([400, 401, 403, 404, 409, 413])("takes HTTP %d as final", async (status) => {
    const deps = scripted(new Response("not found", { status }), ok);
    expect(await sendPing(request, deps)).toEqual({ kind: "failed", reason: `HTTP ${status}, not found`, status });
    expect(deps.askedAt).toEqual([0]);
  });

  it("follows no redirect and tells where it leads", async () => {
    const deps = scripted(new Response("", { status: 301, headers: { location: "https://b.example/ping/x" } }));
    expect(await sendPing(request, deps)).toMatchObject({
      reason: "HTTP 301 to https://b.example/ping/x; use that address",
    });
  });

  it("waits longer each time and gives up in time", async () => {
    const deps = scripted("refuse");
    const sent = sendPing(request, deps);
    await pass(deps.clock, 5_000);
    expect(await sent).toEqual({ kind: "failed", reason: "nothing listens there", status: null });
    expect(deps.askedAt).toEqual([0, 250, 750, 1_750, 3_750]);
  });

  it("waits as long as the server asks, if that is in time", async () => {
    const busy = new Response("", { status: 503, headers: { "retry-after": "2" } });
    const deps = scripted(busy, ok);
    const sent = sendPing(request, deps);
    await pass(deps.clock, 2_000);
    expect(await sent).toMatchObject({ kind: "recorded" });
    expect(deps.askedAt).toEqual([0, 2_000]);

    const tooLong = scripted(new Response("", { status: 503, headers: { "retry-after": "60" } }));
    expect(await sendPing(request, tooLong)).toMatchObject({ kind: "failed", status: 503 });
  });

  it("lets go of a server that never answers", async () => {
    const deps = scripted("hang");
    const sent = sendPing(request, deps);
    await pass(deps.clock, 5_000);
    expect(await sent).toEqual({ kind: "failed", reason: "no answer in time", status: null });
    expect(deps.askedAt).toEqual([0]);
  });

  it("is not tried again once told so, not even out of a wait", async () => {
    const deps = scripted("refuse");
    const stop = new AbortController();
    const sent = sendPing({ ...request, stopRetrying: stop.signal }, deps);
    await pass(deps.clock, 100);
    stop.abort();
    expect(await sent).toMatchObject({ kind: "failed" });
    expect(deps.askedAt).toEqual([0]);
  });

  it("is broken off in flight when abandoned", async () => {
    const deps = scripted("hang");
    const leave = new AbortController();
    const sent = sendPing({ ...request, abandon: leave.signal }, deps);
    await settle();
    leave.abort();
    expect(await sent).toMatchObject({ kind: "failed" });
    expect(deps.askedAt).toEqual([0]);
  });
});

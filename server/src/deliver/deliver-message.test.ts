import { describe, expect, it } from "vitest";
import { z } from "zod";
import { claimed } from "../../test/contracts/provider.ts";
import { createFakeClock } from "../../test/fake-clock.ts";
import { SAMPLE_AT } from "../../test/sample-events.ts";
import type { ClaimedMessage, Message } from "../model/index.ts";
import type { Provider, SendDeps, SendInput, SendResult } from "../providers/contract.ts";
import { createProviderRegistry } from "../providers/registry.ts";
import { deliverMessage, SEND_LIMIT_MS } from "./deliver-message.ts";

const HOUR = 3_600_000;
const SECRET = "hunter2-hunter2";

type Send = (input: SendInput<unknown, unknown>, deps: SendDeps) => Promise<SendResult>;

function fakeProvider(send: Send, changes: Partial<Provider> = {}): Provider {
  return {
    kind: "fake",
    title: "Fake",
    Credentials: z.strictObject({ token: z.string(), room: z.string().optional() }),
    limits: {},
    rate: null,
    keepsIncidents: false,
    publicCredentials: ["room"],
    escape: (value) => value,
    render: ({ event }) => `the event ${event}`,
    send,
    ...changes,
  };
}

function setup(provider: Provider, changes: { message?: Partial<Message>; claim?: Partial<ClaimedMessage> } = {}) {
  const clock = createFakeClock(SAMPLE_AT);
  const logged: { fields: Record<string, unknown>; text: string }[] = [];
  const write = (fields: Record<string, unknown>, text: string): void => void logged.push({ fields, text });
  const unused = (): never => {
    throw new Error("the fake provider calls nobody");
  };
  const base = claimed("fake", { token: SECRET }, changes.claim);
  const deliver = (handOver?: AbortSignal) =>
    deliverMessage(
      { ...base, message: { ...base.message, ...changes.message } },
      {
        registry: createProviderRegistry([provider]),
        http: { request: unused },
        connect: unused,
        log: { debug: write, info: write, warn: write, error: write },
        clock,
        random: () => 0.5,
        handOver,
      },
    );
  return { clock, logged, deliver };
}

const answering = (result: SendResult): Provider => fakeProvider(async () => result);

describe("deliverMessage", () => {
  it("renders, sends and finishes, and says how long it took", async () => {
    let seen: unknown = null;
    const provider = fakeProvider(async (input) => {
      seen = input;
      clock.advance(40);
      return { kind: "delivered", answer: "200 ok", receipt: { ts: "1.2" } };
    });
    const { clock, deliver } = setup(provider, { claim: { previous: { ts: "1.1" } } });
    expect(await deliver()).toEqual({
      kind: "finished",
      target: "well",
      status: "delivered",
      receipt: { ts: "1.2" },
      attempt: {
        n: 1,
        at: SAMPLE_AT,
        durationMs: 40,
        outcome: "delivered",
        reason: "The target confirmed it.",
        answer: "200 ok",
      },
    });
    expect(seen).toEqual({
      payload: "the event down",
      credentials: { token: SECRET },
      messageId: "6f1d7c6e-0000-4000-8000-000000000001",
      alertKey: "monitor:1:incident:1",
      previous: { ts: "1.1" },
    });
  });

  it("tells accepted from delivered and passes new credentials on", async () => {
    const { deliver } = setup(answering({ kind: "accepted", newCredentials: { token: "next" } }));
    expect(await deliver()).toMatchObject({
      kind: "finished",
      status: "accepted",
      receipt: null,
      newCredentials: { token: "next" },
      attempt: { answer: null, reason: "The target took it over; it does not say whether it arrives." },
    });
  });

  it("tries again by the plan, and says whether it may have arrived all the same", async () => {
    const retry = setup(answering({ kind: "retry", reason: "Busy." }), { message: { attemptCount: 2 } });
    expect(await retry.deliver()).toMatchObject({
      kind: "again",
      dueAt: SAMPLE_AT + 120_000,
      counts: true,
      uncertain: false,
      attempt: { n: 3, outcome: "retry", reason: "Busy." },
    });
    const unknown = setup(answering({ kind: "unknown", reason: "It broke." }));
    expect(await unknown.deliver()).toMatchObject({ kind: "again", dueAt: SAMPLE_AT + 5_000, uncertain: true });
  });

  describe("whose repeat costs money", () => {
    const costly = (result: SendResult): Provider => fakeProvider(async () => result, { costly: () => true });
    const broke = costly({ kind: "unknown", reason: "It broke." });

    it("is tried only once more when it may have arrived", async () => {
      expect(await setup(broke).deliver()).toMatchObject({ kind: "again", uncertain: true });
      const { deliver } = setup(broke, { claim: { mayHaveArrived: 1 } });
      expect(await deliver()).toMatchObject({
        kind: "dead",
        attempt: {
          outcome: "unknown",
          reason: expect.stringMatching(/^It broke\. Given up: it may have arrived twice/),
        },
      });
    });

    it("is tried again when it surely did not arrive this time", async () => {
      const unreached = costly({ kind: "retry", reason: "Nobody listens." });
      expect(await setup(unreached, { claim: { mayHaveArrived: 1 } }).deliver()).toMatchObject({ kind: "again" });
    });

    it("is not sent a third time when its senders died twice before they could tell", async () => {
      let sends = 0;
      const provider = fakeProvider(async () => ({ kind: sends++ === 0 ? "accepted" : "delivered" }), {
        costly: () => true,
      });
      const delivery = await setup(provider, { claim: { mayHaveArrived: 2 } }).deliver();
      expect(delivery).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
      expect(delivery.attempt.reason).toMatch(/^It was not sent again: it may have arrived twice/);
      expect(delivery).not.toHaveProperty("target");
      expect(sends).toBe(0);
      expect(await setup(provider, { claim: { mayHaveArrived: 1 } }).deliver()).toMatchObject({ kind: "finished" });
    });

    it("is for other providers sent as often as the plan says", async () => {
      const free = answering({ kind: "unknown", reason: "It broke." });
      expect(await setup(free, { claim: { mayHaveArrived: 5 } }).deliver()).toMatchObject({ kind: "again" });
    });
  });

  describe("says how the target did", () => {
    it.each<[SendResult, "well" | "ill"]>([
      [{ kind: "delivered" }, "well"],
      [{ kind: "accepted" }, "well"],
      [{ kind: "limited", afterMs: 1_000, reason: "Slow down." }, "well"],
      [{ kind: "rejected", reason: "Too long." }, "well"],
      [{ kind: "retry", reason: "Busy." }, "ill"],
      [{ kind: "unknown", reason: "It broke." }, "ill"],
    ])("%j is %s", async (result, target) => {
      expect(await setup(answering(result)).deliver()).toMatchObject({ target });
    });

    it("but nothing when it was not asked, or when the fault is ours", async () => {
      const nonsense = setup(answering({ kind: "delivered" }), { claim: { credentials: { nonsense: true } } });
      expect(await nonsense.deliver()).not.toHaveProperty("target");
      const throwing = fakeProvider(() => Promise.reject(new Error("a bug")));
      expect(await setup(throwing).deliver()).not.toHaveProperty("target");
    });
  });

  it("is dead after the tenth attempt", async () => {
    const { deliver } = setup(answering({ kind: "retry", reason: "Busy." }), { message: { attemptCount: 9 } });
    expect(await deliver()).toEqual({
      kind: "dead",
      target: "ill",
      attempt: expect.objectContaining({ n: 10, reason: "Busy. Given up: this was the last attempt." }),
    });
  });

  it("waits when the target limits us, without using up an attempt, and pauses the bucket for an hour at most", async () => {
    const { deliver } = setup(answering({ kind: "limited", afterMs: 30_000, reason: "Slow down." }));
    expect(await deliver()).toMatchObject({
      kind: "again",
      counts: false,
      uncertain: false,
      dueAt: SAMPLE_AT + 30_000,
      pauseUntilAt: SAMPLE_AT + 30_000,
    });
    const long = setup(answering({ kind: "limited", afterMs: 48 * HOUR, reason: "Slow down." }));
    expect(await long.deliver()).toMatchObject({ dueAt: SAMPLE_AT + HOUR, pauseUntilAt: SAMPLE_AT + HOUR });
  });

  it("is handed over when its sender stops: due at once, without an attempt used up, and nothing said of the target", async () => {
    const stopping = new AbortController();
    const { deliver } = setup(
      fakeProvider(() => new Promise(() => {})),
      { message: { attemptCount: 9 } },
    );
    const delivering = deliver(stopping.signal);
    stopping.abort();
    const delivery = await delivering;
    expect(delivery).toMatchObject({ kind: "again", dueAt: SAMPLE_AT, counts: false, uncertain: true });
    expect(delivery.attempt).toMatchObject({ outcome: "unknown", reason: expect.stringContaining("was stopped") });
    expect(delivery.target).toBeUndefined();
  });

  it("keeps the outcome that came before its sender stopped", async () => {
    const stopping = new AbortController();
    const { deliver } = setup(answering({ kind: "delivered" }));
    const delivery = await deliver(stopping.signal);
    stopping.abort();
    expect(delivery).toMatchObject({ kind: "finished", status: "delivered" });
  });

  it("is limited only up to the age limit", async () => {
    const { deliver } = setup(answering({ kind: "limited", afterMs: 60_000, reason: "Slow down." }), {
      message: { createdAt: SAMPLE_AT - 28 * HOUR + 30_000, expiresAt: SAMPLE_AT + 30_000 },
    });
    expect(await deliver()).toMatchObject({
      kind: "dead",
      attempt: { outcome: "limited", reason: expect.stringMatching(/^Slow down\. Given up: its age limit/) },
    });
  });

  it("is dead at once when the target refuses it; a dead target is reported", async () => {
    const refused = setup(answering({ kind: "rejected", reason: "Too long." }));
    expect(await refused.deliver()).toEqual({
      kind: "dead",
      target: "well",
      attempt: expect.objectContaining({ reason: "Too long." }),
    });
    const gone = setup(answering({ kind: "rejected", suspend: true, reason: `No room for ${SECRET}.` }));
    expect(await gone.deliver()).toMatchObject({ kind: "dead", suspend: { reason: "No room for ***." } });
  });

  it("is dead when no provider has the name", async () => {
    const { deliver } = setup(answering({ kind: "delivered" }), { message: { provider: "pigeon" } });
    expect(await deliver()).toMatchObject({ kind: "dead", attempt: { reason: "No provider has the name pigeon." } });
  });

  it("is dead when the credentials do not fit, and names the field but no value", async () => {
    const { deliver } = setup(answering({ kind: "delivered" }), { claim: { credentials: { tokn: SECRET } } });
    const { attempt } = await deliver();
    expect(attempt.reason).toMatch(/^The credentials do not fit the provider\. .*"token".*"tokn"/);
    expect(attempt.reason).not.toContain(SECRET);
  });

  it("is dead when rendering throws, because it would throw again", async () => {
    const provider = fakeProvider(async () => ({ kind: "delivered" }), {
      render: () => {
        throw new Error(`bug near ${SECRET}`);
      },
    });
    const { deliver, logged } = setup(provider);
    expect(await deliver()).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
    expect(logged).toMatchObject([
      { text: "a message could not be rendered", fields: { error: "Error: bug near ***" } },
    ]);
  });

  it.each([
    ["rejects", () => Promise.reject(new Error(`bug near ${SECRET}`))],
    [
      "throws",
      () => {
        throw new Error(`bug near ${SECRET}`);
      },
    ],
  ])("is uncertain when sending %s: it may have been sent", async (_how, send) => {
    const { deliver, logged } = setup(fakeProvider(send));
    expect(await deliver()).toMatchObject({ kind: "again", uncertain: true, attempt: { outcome: "unknown" } });
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });

  it("waits for no provider longer than a minute", async () => {
    const { clock, deliver } = setup(fakeProvider(() => new Promise(() => {})));
    const delivery = deliver();
    await Promise.resolve();
    clock.advance(SEND_LIMIT_MS);
    expect(await delivery).toMatchObject({
      kind: "again",
      uncertain: true,
      attempt: { durationMs: SEND_LIMIT_MS, reason: "No outcome within 60 s; it may have arrived." },
    });
  });

  it("keeps secrets, but not public values, out of reason, answer and log", async () => {
    const provider = fakeProvider(async (_input, deps) => {
      deps.log({ url: `https://example.com/${SECRET}`, room: "lobby-room" }, "asked");
      return { kind: "retry", reason: `No ${SECRET} in lobby-room.`, answer: Buffer.from(SECRET).toString("base64") };
    });
    const { deliver, logged } = setup(provider, { claim: { credentials: { token: SECRET, room: "lobby-room" } } });
    expect((await deliver()).attempt).toMatchObject({ reason: "No *** in lobby-room.", answer: "***" });
    expect(logged[0]?.fields).toMatchObject({ url: "https://example.com/***", room: "lobby-room", provider: "fake" });
  });

  it("keeps answers short and fit for a database", async () => {
    const answer = `\u0000\u001b[31m${"x".repeat(5_000)}\ud800`;
    const { deliver } = setup(answering({ kind: "retry", reason: "Busy.", answer }));
    const kept = (await deliver()).attempt.answer ?? "";
    expect(kept).toHaveLength(1_000);
    expect(kept).toMatch(/^ {2}\[31mx+…$/);
  });

  it("does not trust a clock that goes backwards", async () => {
    const provider = fakeProvider(async () => {
      clock.set(SAMPLE_AT - 5_000);
      return { kind: "delivered" };
    });
    const { clock, deliver } = setup(provider);
    expect((await deliver()).attempt.durationMs).toBe(0);
  });
});

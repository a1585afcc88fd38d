import { describe, expect } from "vitest";
import type { Message, MonitorConfig } from "../../../src/model/index.ts";
import type { IntegrationInput } from "../../../src/store/ports.ts";
import { HOUR, MINUTE, pingSignal, SECOND } from "../../monitor-story.ts";
import { again, attempt, DEAD, DELIVERED, only, type Stage, type StoreEngine, tester } from "./stage.ts";

/** The order of messages in a lane, and what an `up` does to a `down` that still waits. */
export function testOutboxOrder(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("a lane", () => {
    test("sends the messages of one integration and monitor one at a time, in commit order", async (stage) => {
      const { store, claim } = stage;
      const { id } = await upMonitor(stage, { config: { severity: "warning" } });
      await stage.ping(id, "fail");
      const severities = ["critical", "error", "info"] as const;
      const down = only(await claim());
      for (const severity of severities) {
        await stage.send(id, { type: "configure", actor: "ann", patch: { severity } });
      }
      const order = [down.message.event];
      let { leaseId } = down;
      for (const severity of severities) {
        expect(await claim()).toEqual([]);
        await store.outbox.settle(leaseId, DELIVERED);
        const next = only(await claim());
        expect(next.facts).toMatchObject({ severity });
        order.push(next.message.event);
        leaseId = next.leaseId;
      }
      expect(order).toEqual(["down", "changed", "changed", "changed"]);
    });

    test(
      "waits behind its head's retries, and goes on when the head is dead",
      async (stage) => {
        const { store, clock, claim } = stage;
        const { id } = await upMonitor(stage);
        await stage.ping(id, "fail");
        const down = only(await claim());
        await stage.ping(id, "success");
        await store.outbox.settle(down.leaseId, again(clock.now() + MINUTE, { uncertain: true }));
        clock.advance(30 * SECOND);
        expect(await claim()).toEqual([]);
        clock.advance(30 * SECOND);
        const retried = only(await claim());
        expect(retried.message.event).toBe("down");
        await store.outbox.settle(retried.leaseId, DEAD);
        expect(only(await claim()).message.event).toBe("up");
      },
      time,
    );

    test(
      "goes on when its head expires",
      async (stage) => {
        const { store, clock, claim } = stage;
        const { id } = await upMonitor(stage);
        await stage.ping(id, "fail");
        await store.outbox.settle(only(await claim()).leaseId, again(clock.now() + 40 * HOUR, { uncertain: true }));
        clock.advance(HOUR);
        await stage.ping(id, "success");
        clock.advance(27 * HOUR);
        expect(await store.outbox.expire(10)).toBe(1);
        expect(only(await claim()).message.event).toBe("up");
      },
      time,
    );

    test("of one monitor does not hold up another's, nor another integration's", async (stage) => {
      const { claim, ping } = stage;
      const { id, topicName } = await upMonitor(stage, { integrations: [{ name: "a" }, { name: "b" }] });
      const other = await stage.monitor({ topics: [topicName] });
      await ping(other);
      await ping(id, "fail");
      await claim();
      await ping(other, "fail");
      const claimed = await claim();
      expect(claimed.map(({ message }) => message.monitorId)).toEqual([other, other]);
    });

    test("of publications needs no order: they go side by side", async ({ topic, publish, claim }) => {
      await publish(topic);
      await publish(topic);
      expect(await claim()).toHaveLength(2);
    });

    test("has at most one message in flight in every history of claims and settlements", async (stage) => {
      const { store, claim, ping, clock } = stage;
      const { id } = await upMonitor(stage);
      const inFlight = new Map<string, string>();
      for (let step = 0; step < 40; step++) {
        await ping(id, step % 2 === 0 ? "fail" : "success");
        for (const { leaseId, message } of await claim()) inFlight.set(leaseId, message.id);
        expect(inFlight.size).toBeLessThanOrEqual(1);
        const [leaseId] = inFlight.keys();
        if (step % 3 !== 0 || leaseId === undefined) continue;
        const uncertain = again(clock.now(), { uncertain: true });
        await store.outbox.settle(leaseId, step % 2 === 0 ? DELIVERED : uncertain);
        inFlight.delete(leaseId);
      }
    });
  });

  describe("an up", () => {
    test("replaces a down that waits: one message says that it was down", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down superseded", "was-down waiting"]);
      const claimed = only(await stage.claim());
      expect(claimed.message.event).toBe("was-down");
      expect(claimed.facts).toMatchObject({ type: "monitor", status: "up" });
    });

    test("replaces a waiting down silently for a target that keeps incidents", async (stage) => {
      const { id, messages } = await upMonitor(stage, { integrations: [{ keepsIncidents: true }] });
      await stage.ping(id, "fail");
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down superseded"]);
      expect(await stage.claim()).toEqual([]);
    });

    test("behind a leased down waits and goes as up", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down waiting", "up waiting"]);
      expect(await stage.claim()).toEqual([]);
      await stage.store.outbox.settle(leaseId, DELIVERED);
      expect(only(await stage.claim()).message.event).toBe("up");
    });

    test(
      "behind a down whose lease lapsed unseen goes as up: it may have arrived",
      async (stage) => {
        const { id, messages } = await upMonitor(stage);
        await stage.ping(id, "fail");
        await stage.claim({ leaseMs: SECOND });
        stage.clock.advance(MINUTE);
        await stage.ping(id, "success");
        expect(await messages()).toEqual(["down waiting", "up waiting"]);
      },
      time,
    );

    test("behind a sent down goes as up", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      expect(await stage.deliverAll()).toEqual(["down"]);
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down delivered", "up waiting"]);
    });

    test("behind a down of unknown outcome waits and goes as up", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      await stage.store.outbox.settle(
        leaseId,
        again(stage.clock.now() + HOUR, { uncertain: true, attempt: attempt("unknown") }),
      );
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down waiting", "up waiting"]);
    });

    test("behind a down that was once of unknown outcome goes as up, although the last try surely failed", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const first = only(await stage.claim());
      await stage.store.outbox.settle(first.leaseId, again(0, { uncertain: true, attempt: attempt("unknown") }));
      const second = only(await stage.claim());
      await stage.store.outbox.settle(second.leaseId, again(0));
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down waiting", "up waiting"]);
    });

    test("replaces a down whose every try surely failed", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      await stage.store.outbox.settle(leaseId, again(stage.clock.now() + HOUR));
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down superseded", "was-down waiting"]);
      expect(only(await stage.claim()).message.event).toBe("was-down");
    });

    test("replaces a down that a rate limit turned away", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      const limited = again(stage.clock.now() + HOUR, { counts: false, attempt: attempt("limited") });
      await stage.store.outbox.settle(leaseId, limited);
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down superseded", "was-down waiting"]);
    });

    test("behind a dead down goes as up", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      await stage.store.outbox.settle(only(await stage.claim()).leaseId, DEAD);
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down dead", "up waiting"]);
    });

    test("tells a target that wants only downs nothing, but that it was down when that still waited", async (stage) => {
      const { id, messages } = await upMonitor(stage, { integrations: [{ notifyOn: ["down"] }] });
      await stage.ping(id, "fail");
      await stage.deliverAll();
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down delivered"]);
      await stage.ping(id, "fail");
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down delivered", "down superseded", "was-down waiting"]);
    });

    test("drops a change that still waits behind a sent down, and goes as up", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      await stage.deliverAll();
      await stage.send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down delivered", "changed superseded", "up waiting"]);
      expect(only(await stage.claim()).message.event).toBe("up");
    });

    test("drops a change that waits behind a leased down, and waits behind that down", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      await stage.send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down waiting", "changed superseded", "up waiting"]);
      expect(await stage.claim()).toEqual([]);
      await stage.store.outbox.settle(leaseId, DELIVERED);
      expect(only(await stage.claim()).message.event).toBe("up");
    });

    test("replaces a waiting down together with the change behind it", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      await stage.send(id, { type: "configure", actor: "ann", patch: { severity: "critical" } });
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down superseded", "changed superseded", "was-down waiting"]);
      expect(only(await stage.claim()).message.event).toBe("was-down");
    });

    test("leaves the messages of an earlier outage alone", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      await stage.ping(id, "fail");
      const { leaseId } = only(await stage.claim());
      await stage.ping(id, "success");
      await stage.ping(id, "fail");
      await stage.ping(id, "success");
      expect(await messages()).toEqual(["down waiting", "up waiting", "down superseded", "was-down waiting"]);
      await stage.store.outbox.settle(leaseId, DELIVERED);
      expect(await stage.deliverAll()).toEqual(["up", "was-down"]);
    });

    test("in the same batch as its down is told as one message", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      const address = { by: "id", monitorId: id } as const;
      const configure = { type: "configure", actor: "ann", patch: { failuresToDown: 1 } } as const;
      await stage.store.watch.change([
        { address, signal: configure },
        { address, signal: failing },
        { address, signal: configure },
        { address, signal: { ...failing, action: "success" } },
      ]);
      expect(await messages()).toEqual(["down superseded", "was-down waiting"]);
    });
  });

  describe("a monitor that flaps for long while nothing can be sent", () => {
    test("leaves one message for each outage, none of them a lone down", async (stage) => {
      const { id, messages } = await upMonitor(stage);
      for (let n = 0; n < 10; n++) {
        await stage.ping(id, "fail");
        await stage.ping(id, "success");
      }
      const waiting = (await messages()).filter((each) => each.endsWith("waiting"));
      expect(waiting).toEqual(Array(10).fill("was-down waiting"));
      expect(await stage.deliverAll()).toEqual(Array(10).fill("was-down"));
    });
  });
}

const failing = pingSignal("fail");

interface UpMonitor {
  readonly id: string;
  readonly topicName: string;
  /** The monitor's messages, oldest first, as `event status`. */
  readonly messages: () => Promise<readonly string[]>;
}

/** A monitor that is up, with a topic of its own. */
async function upMonitor(
  stage: Stage,
  options: {
    readonly config?: Partial<MonitorConfig>;
    readonly integrations?: readonly Partial<IntegrationInput>[];
  } = {},
): Promise<UpMonitor> {
  const topic = await stage.putTopic("lane", options.integrations ?? [{}]);
  const id = await stage.monitor({ topics: [topic.name], ...options.config });
  await stage.ping(id);
  const inShort = (message: Message): string => `${message.event} ${message.status}`;
  return {
    id,
    topicName: topic.name,
    messages: async () => (await stage.messages()).filter((message) => message.monitorId === id).map(inShort),
  };
}

import { describe, expect } from "vitest";
import type { MonitorConfig, ProbeSpec, ProbeVerdict, TcpProbeSpec } from "../../../src/model/index.ts";
import type { ChangeOutcome, ClaimedProbe, ProbeClaimRequest, Store } from "../../../src/store/ports.ts";
import { every, MINUTE, SECOND } from "../../monitor-story.ts";
import { allPages, changeOne, type Stage, type StoreEngine, tester } from "./stage.ts";

const TCP: TcpProbeSpec = {
  type: "tcp",
  host: "example.org",
  port: 22,
  send: null,
  conditions: [],
  timeoutMs: 10 * SECOND,
  retries: 0,
  errorIntervalMs: 10 * SECOND,
};

/** A probe of another host for each name. */
function probeOf(host = "example.org", patch: Partial<MonitorConfig> = {}): Partial<MonitorConfig> {
  return { kind: "probe", probe: { ...TCP, host }, schedule: every(MINUTE, 0), ...patch };
}

function claim(store: Store, request: Partial<ProbeClaimRequest> = {}): Promise<readonly ClaimedProbe[]> {
  return store.watch.claimProbes({ limit: 100, leaseMs: SECOND, perHost: 100, inFlight: {}, ...request });
}

function found(store: Store, claimed: ClaimedProbe, verdict: ProbeVerdict = "ok"): Promise<ChangeOutcome> {
  const timings = { dnsMs: 1, connectMs: 2.5, tlsMs: null, firstByteMs: null, totalMs: 4 };
  const { monitorId, leaseId, at: startedAt } = claimed;
  const signal = {
    type: "probe",
    leaseId,
    startedAt,
    verdict,
    reason: `it was ${verdict}`,
    timings,
    details: { a: 1 },
  };
  return changeOne(store, { address: { by: "id", monitorId }, signal: signal as typeof signal & { type: "probe" } });
}

/** How probes are claimed and what is kept of them. */
export function testProbes(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  const idsOf = (claimed: readonly ClaimedProbe[]): string[] => claimed.map(({ monitorId }) => monitorId);

  describe("probes", () => {
    test("are due as soon as they are made, once, with all they need", async ({ store, monitor }) => {
      const id = await monitor(probeOf());
      await monitor();
      const [claimed, ...others] = await claim(store);
      expect(others).toEqual([]);
      expect(claimed).toMatchObject({ monitorId: id, host: "example.org:22", spec: TCP, credentials: null });
      expect(await claim(store)).toEqual([]);
    });

    test(
      "tell when they look next, and not while they look",
      async ({ store, clock, monitor }) => {
        const [id, heartbeat] = [await monitor(probeOf()), await monitor()];
        const next = () => store.watch.nextProbes([id, heartbeat]);
        expect(await next()).toEqual({ [id]: clock.now() });
        const [claimed] = await claim(store);
        if (!claimed) throw new Error("nothing was due");
        expect(await next()).toEqual({});
        await found(store, claimed);
        const { [id]: at = 0 } = await next();
        // Probes drift apart by a twentieth of their interval.
        expect(at).toBeGreaterThanOrEqual(clock.now() + 0.95 * MINUTE);
        expect(at).toBeLessThanOrEqual(clock.now() + MINUTE);
        expect(await store.watch.nextProbes([])).toEqual({});
      },
      time,
    );

    test(
      "are due an interval after they began, sooner after an error",
      async ({ store, clock, monitor }) => {
        await monitor(probeOf());
        const [first] = await claim(store);
        if (!first) throw new Error("nothing was due");
        expect(await found(store, first)).toMatchObject({ kind: "changed" });
        clock.advance(50 * SECOND);
        expect(await claim(store)).toEqual([]);
        clock.advance(10 * SECOND);
        const [second] = await claim(store);
        if (!second) throw new Error("nothing was due after the interval");
        await found(store, second, "error");
        clock.advance(10 * SECOND);
        expect(await claim(store)).toHaveLength(1);
      },
      time,
    );

    test(
      "whose runner died are due again when the lease ends, and the dead one's result is not heard",
      async ({ store, clock, monitor }) => {
        const id = await monitor(probeOf());
        const [lost] = await claim(store);
        if (!lost) throw new Error("nothing was due");
        clock.advance(11 * SECOND - 1);
        expect(await claim(store)).toEqual([]);
        clock.advance(1);
        const [again] = await claim(store);
        if (!again) throw new Error("the lease did not end");
        expect(await found(store, lost, "error")).toEqual({ kind: "missing" });
        expect(await found(store, again)).toMatchObject({ kind: "changed" });
        expect(await found(store, again)).toEqual({ kind: "missing" });
        expect((await store.watch.results(id, { limit: 10 })).items).toHaveLength(1);
      },
      time,
    );

    test("that are given back are due at once, and only whoever has the lease can give them back", async ({
      store,
      monitor,
    }) => {
      await monitor(probeOf());
      const [first] = await claim(store);
      if (!first) throw new Error("nothing was due");
      await store.watch.giveBackProbe(first);
      expect(await found(store, first)).toEqual({ kind: "missing" });
      const [second] = await claim(store);
      expect(second?.monitorId).toBe(first.monitorId);
      await store.watch.giveBackProbe(first);
      expect(await claim(store)).toEqual([]);
    });

    test(
      "look at once when an operator wants it; a look that is under way is the one that was wanted",
      async ({ store, clock, monitor, send }) => {
        const id = await monitor(probeOf());
        const look = { type: "probe-now", actor: "ann" } as const;
        const [first] = await claim(store);
        if (!first) throw new Error("nothing was due");
        await send(id, look);
        expect(await claim(store)).toEqual([]);
        expect(await found(store, first)).toMatchObject({ kind: "changed" });
        expect(await claim(store)).toEqual([]);
        await send(id, look);
        const [second] = await claim(store);
        if (!second) throw new Error("nothing was due at once");
        await found(store, second);
        clock.advance(50 * SECOND);
        expect(await claim(store)).toEqual([]);
        clock.advance(10 * SECOND);
        const [lost] = await claim(store);
        clock.advance(11 * SECOND);
        await send(id, look);
        expect(idsOf(await claim(store))).toEqual([lost?.monitorId]);
      },
      time,
    );

    test("that are changed or paused while they run hear nothing of it", async ({ store, monitor, send }) => {
      const id = await monitor(probeOf());
      const [before] = await claim(store);
      if (!before) throw new Error("nothing was due");
      await send(id, { type: "configure", actor: "ann", patch: { probe: { ...TCP, port: 23 } } });
      expect(await found(store, before, "error")).toEqual({ kind: "missing" });
      const [changed] = await claim(store);
      expect(changed).toMatchObject({ host: "example.org:23" });
      await send(id, { type: "pause", actor: "ann" });
      expect(await claim(store)).toEqual([]);
      await send(id, { type: "resume", actor: "ann" });
      expect(idsOf(await claim(store))).toEqual([id]);
    });

    test(
      "are handed out earliest first, no more than asked for, and a full host keeps nobody waiting",
      async ({ store, clock, monitor }) => {
        const slow: string[] = [];
        for (let n = 0; n < 5; n++) {
          slow.push(await monitor(probeOf("slow.test")));
          clock.advance(1);
        }
        const quick = await monitor(probeOf("quick.test"));
        const first = await claim(store, { limit: 3, perHost: 2 });
        expect(idsOf(first)).toEqual(slow.slice(0, 2));
        const inFlight = { "slow.test:22": 2 };
        expect(idsOf(await claim(store, { limit: 3, perHost: 2, inFlight }))).toEqual([quick]);
        expect(await claim(store, { perHost: 2, inFlight })).toEqual([]);
        expect(idsOf(await claim(store, { limit: 1, perHost: 2 }))).toEqual([slow[2]]);
      },
      time,
    );

    test("are claimed by one of many who ask at the same time", async ({ store, monitor }) => {
      const ids: string[] = [];
      for (let n = 0; n < 10; n++) ids.push(await monitor(probeOf(`host-${n}.test`)));
      const claims = (await Promise.all(Array.from({ length: 5 }, () => claim(store, { limit: 4 })))).flat();
      expect(idsOf(claims).sort()).toEqual([...ids].sort());
    });

    test(
      "are all due again within their interval after a restart, spread out, with nothing lost",
      async (stage) => {
        const { clock, monitor } = stage;
        const ids: string[] = [];
        for (let n = 0; n < 40; n++) ids.push(await monitor(probeOf(`host-${n}.test`)));
        await claim(stage.store, { limit: 10 });
        clock.advance(100 * MINUTE);
        const store = await stage.reopen();
        await store.watch.resumeProbes();
        const sizes: number[] = [];
        const seen: string[] = [];
        for (let n = 0; n < 4; n++) {
          const claimed = await claim(store);
          sizes.push(claimed.length);
          seen.push(...idsOf(claimed));
          for (const each of claimed) await found(store, each);
          clock.advance(20 * SECOND);
        }
        expect(seen.toSorted()).toEqual(ids.toSorted());
        expect(Math.max(...sizes)).toBeLessThan(30);
      },
      time,
    );

    test("get their credentials opened, and nobody else does", async ({ store, monitor }) => {
      const sealed = await store.seal({ token: "very secret token" });
      expect(sealed).not.toContain("secret");
      const auth = { type: "bearer", set: ["token"], sealed } as const;
      const common = { timeoutMs: SECOND, retries: 0, errorIntervalMs: null };
      const spec: ProbeSpec = { type: "task", url: "http://a.test/x", verifyCertificate: true, auth, ...common };
      const id = await monitor({ kind: "probe", probe: spec, schedule: every(MINUTE, 0) });
      expect(await claim(store)).toMatchObject([{ host: "a.test", credentials: { token: "very secret token" } }]);
      expect(JSON.stringify(await store.watch.get({ by: "id", monitorId: id }))).not.toContain("very secret");
    });

    test("whose credentials are damaged keep nobody else waiting", async ({ store, monitor }) => {
      const auth = { type: "bearer", set: ["token"], sealed: "damaged" } as const;
      const common = { timeoutMs: SECOND, retries: 0, errorIntervalMs: null };
      const spec: ProbeSpec = { type: "task", url: "http://a.test/x", verifyCertificate: true, auth, ...common };
      await monitor({ kind: "probe", probe: spec, schedule: every(MINUTE, 0) });
      await monitor(probeOf());
      expect((await claim(store)).map(({ credentials }) => credentials)).toEqual([null, null]);
    });

    test(
      "tell their results, newest first, page by page",
      async ({ store, monitor, clock }) => {
        const id = await monitor(probeOf());
        for (const verdict of ["ok", "error", "asleep"] as const) {
          const [claimed] = await claim(store);
          if (!claimed) throw new Error("nothing was due");
          await found(store, claimed, verdict);
          clock.advance(MINUTE);
        }
        const { items } = await allPages((cursor) => store.watch.results(id, { limit: 2, cursor }));
        expect(items.map(({ n, verdict, reason }) => [n, verdict, reason])).toEqual([
          [3, "asleep", "it was asleep"],
          [2, "error", "it was error"],
          [1, "ok", "it was ok"],
        ]);
        expect(items[0]).toMatchObject({ timings: { connectMs: 2.5, tlsMs: null, totalMs: 4 }, details: { a: 1 } });
      },
      time,
    );

    test("make messages in the same write as their result", async ({ store, monitor, messages }: Stage) => {
      const id = await monitor(probeOf());
      const [claimed] = await claim(store);
      if (!claimed) throw new Error("nothing was due");
      await found(store, claimed, "error");
      expect(await messages()).toMatchObject([{ event: "down", monitorId: id }]);
    });

    test(
      "keep their newest 1,000 results",
      async ({ store, monitor, clock }) => {
        const id = await monitor(probeOf());
        for (let n = 0; n < 1_010; n++) {
          const [claimed] = await claim(store);
          if (!claimed) throw new Error(`nothing was due at ${n}`);
          await found(store, claimed);
          clock.advance(MINUTE);
        }
        while ((await store.watch.prune(500)) > 0);
        const { items } = await allPages((cursor) => store.watch.results(id, { limit: 1000, cursor }));
        expect([items.length, items.at(-1)?.n]).toEqual([1_000, 11]);
      },
      time,
    );
  });
}

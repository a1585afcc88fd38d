import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeKind, ProbeOutcome } from "../../src/model/index.ts";
import { ProbeInput } from "../../src/signals/probes/registry.ts";
import { createProbeStage } from "../probe-stage.ts";
import { closedPort, type RudeServer, serveTcp } from "../rude-server.ts";

export interface ProbeCase {
  readonly kind: ProbeKind;
  /** What people type to look at this port of this host. */
  readonly at: (host: string, port: number) => object;
  /** False for a probe that is content with a connection on which nothing is said. */
  readonly waitsForWords: boolean;
}

const TIMEOUT_MS = 300;

/** What every probe that connects promises, whatever the other side does; a kind's own test is a call of this first. */
export function testProbe({ kind, at, waitsForWords }: ProbeCase): void {
  describe(`the probe ${kind}, by the contract of probes`, () => {
    const { look } = createProbeStage();
    let silent: RudeServer;
    let resetting: RudeServer;
    let babbling: RudeServer;

    beforeAll(async () => {
      silent = await serveTcp(() => {});
      resetting = await serveTcp((socket) => socket.on("data", () => socket.resetAndDestroy()).resume());
      babbling = await serveTcp((socket) => {
        const speak = (): void => {
          while (!socket.destroyed && socket.write("x".repeat(65_536)));
        };
        socket.on("drain", speak);
        speak();
      });
    });
    afterAll(() => Promise.all([silent, resetting, babbling].map((server) => server.close())));

    const expectError = (outcome: ProbeOutcome, reason: RegExp): void => {
      expect(outcome).toMatchObject({ verdict: "error", reason: expect.stringMatching(reason) });
      expect(outcome.reason).not.toMatch(/\.$|undefined|null|\[object/);
      expect(outcome.timings.totalMs).toBeGreaterThanOrEqual(0);
    };

    it("has defaults for all that need not be said, and takes its own specification again", () => {
      const typed = ProbeInput.parse(at("example.org", 1234));
      expect(typed).toMatchObject({ type: kind, timeoutMs: 10_000, retries: 1, errorIntervalMs: null });
      expect(ProbeInput.parse(typed)).toEqual(typed);
    });

    it("refuses what it does not know", () => {
      expect(ProbeInput.safeParse({ ...at("example.org", 1234), nonsense: 1 }).success).toBe(false);
      expect(ProbeInput.safeParse({ ...at("example.org", 1234), timeoutMs: 0 }).success).toBe(false);
    });

    it("is an error where nobody listens, and says so", async () => {
      expectError(await look(at("127.0.0.1", await closedPort())), /the connection was refused$/);
    });

    it("is an error for a name that is not known", async () => {
      const stage = createProbeStage({
        lookup: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
      });
      expectError(await stage.look(at("nowhere.test", 80)), /the name is not known$/);
    });

    it.each(["169.254.169.254", "100.100.100.200", "0.0.0.0"])("never connects to %s", async (address) => {
      expectError(await look(at(address, 80)), /^Refused to connect to/);
    });

    it("does not connect to a private address where only public ones are allowed, also by a name", async () => {
      const stage = createProbeStage({ outgoing: "public", lookup: async () => ["127.0.0.1"] });
      expectError(await stage.look(at("inside.test", silent.port)), /^Refused to connect to inside\.test/);
    });

    it("connects to the address that it judged, whatever the DNS says the next time", async () => {
      let asked = 0;
      const lookup = async (): Promise<readonly string[]> => (++asked === 1 ? ["127.0.0.1"] : ["169.254.169.254"]);
      const stage = createProbeStage({ lookup });
      const outcome = await stage.look({ ...at("changing.test", resetting.port), timeoutMs: TIMEOUT_MS });
      expect(asked).toBe(1);
      expect(outcome.reason).not.toContain("Refused");
    });

    it("ends in time when nothing is ever said", async () => {
      const outcome = await look({ ...at("127.0.0.1", silent.port), timeoutMs: TIMEOUT_MS });
      expect(outcome.verdict).toBe(waitsForWords ? "error" : "ok");
      expect(outcome.timings.totalMs).toBeLessThan(10 * TIMEOUT_MS);
    });

    it("is no worse for a connection that is reset or babbles without end", async () => {
      for (const { port } of [resetting, babbling]) {
        const outcome = await look({ ...at("127.0.0.1", port), timeoutMs: TIMEOUT_MS });
        expect(outcome.verdict).toBe(waitsForWords ? "error" : "ok");
        expect(outcome.timings.totalMs).toBeLessThan(10 * TIMEOUT_MS);
      }
    });

    it("is tried again as often as it says, and tells how often", async () => {
      const stage = createProbeStage();
      const running = stage.look({ ...at("127.0.0.1", await closedPort()), retries: 2 });
      let isDone = false;
      void running.then(() => {
        isDone = true;
      });
      while (!isDone) {
        await new Promise((resolve) => setImmediate(resolve));
        stage.clock.advance(1_000);
      }
      expectError(await running, /the connection was refused \(3 tries\)$/);
    });
  });
}

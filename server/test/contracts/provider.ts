import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deliverMessage } from "../../src/deliver/deliver-message.ts";
import { createConnect } from "../../src/lib/connect.ts";
import { createHttpClient } from "../../src/lib/guarded-http-client.ts";
import type { HttpClient } from "../../src/lib/http-client.ts";
import type { ClaimedMessage, Event } from "../../src/model/index.ts";
import type { Provider, RenderInput, SendResult } from "../../src/providers/contract.ts";
import { createProviderRegistry } from "../../src/providers/registry.ts";
import { createFakeClock } from "../fake-clock.ts";
import { HOSTILE_DOWN, HUGE_DIGEST, HUGE_PUBLICATION, SAMPLE_AT, SAMPLE_EVENTS } from "../sample-events.ts";

/** A fake of the service, on loopback, that plays one scene after another. */
export interface Vendor<Scene> {
  /** Credentials that lead to it. */
  readonly credentials: unknown;
  /** Credentials that lead to a port where nobody listens. */
  readonly nobody: unknown;
  /** For a service with an address of its own: leads requests for it to the fake, or to a port where nobody listens. */
  lead?(http: HttpClient, to: "vendor" | "nobody"): HttpClient;
  readonly received: readonly unknown[];
  play(scene: Scene): void;
  close(): Promise<void>;
}

interface Outcome<Scene> {
  readonly title: string;
  readonly scene: Scene;
  /** True when the scene ends by our giving up. */
  readonly hangs?: boolean;
  /** What the result matches. */
  readonly becomes: Partial<Record<string, unknown>> & { readonly kind: SendResult["kind"] };
  /** `down` unless given. */
  readonly event?: Event;
  /** The receipt of an earlier message of the same alert key. */
  readonly previous?: unknown;
  /** Credentials that differ from the vendor's. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** What must have arrived. */
  receives?(received: readonly unknown[]): void;
}

/** What differs from one provider to the next. */
export interface ProviderContract<C, P, Scene> {
  readonly provider: Provider<C, P>;
  /** Which of a provider's ways this is, when it has several. */
  readonly way?: string;
  /** The file under golden/ that holds the payloads of the standard events. */
  readonly golden: string;
  readonly accepted: readonly { readonly title: string; readonly credentials: unknown }[];
  readonly refused: readonly { readonly title: string; readonly credentials: unknown; readonly says: RegExp }[];
  /** Credentials to render with. */
  readonly example: C;
  readonly model: string;
  /** True for a service in which only the first words of a message matter. */
  readonly isShort?: boolean;
  expectEscaped(payload: P): void;
  expectWithinLimits(payload: P): void;
  /** Null for a provider that calls nobody. */
  readonly wire: {
    start(): Promise<Vendor<Scene>>;
    /** With less patience than the provider has by itself, for scenes that hang; the HTTP client's is short then anyway. */
    readonly impatient?: Provider<C, P>;
    readonly success: Scene;
    readonly hang: Scene;
    readonly reset: Scene;
    readonly matrix: readonly Outcome<Scene>[];
    /** An answer that quotes this text. */
    echo(text: string): Scene;
    /** What must never be seen again outside the request. */
    readonly secrets: readonly string[];
    expectReceived(received: readonly unknown[]): void;
  } | null;
}

/** The promises that every provider keeps. */
export function describeProvider<C, P, Scene>(contract: ProviderContract<C, P, Scene>): void {
  const { provider, way } = contract;
  describe(`the provider ${provider.kind}${way === undefined ? "" : ` ${way}`}`, () => {
    describeCredentials(contract);
    describeRendering(contract);
    if (contract.wire !== null) describeWire(contract, contract.wire);
  });
}

function describeCredentials<C, P, S>({ provider, accepted, refused }: ProviderContract<C, P, S>): void {
  it.each(accepted)("takes credentials with $title, also a second time", ({ credentials }) => {
    const parsed = provider.Credentials.parse(credentials);
    expect(provider.Credentials.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it.each(refused)("refuses credentials with $title", ({ credentials, says }) => {
    const { error } = provider.Credentials.safeParse(credentials);
    expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n")).toMatch(says);
  });

  it("refuses a field that it does not know", () => {
    const { error } = provider.Credentials.safeParse({ ...Object(accepted[0]?.credentials), colour: "red" });
    expect(error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: ["colour"] });
  });

  it("names the source and the date of each limit", () => {
    for (const limit of Object.values(provider.limits)) {
      expect(limit.source).toMatch(/^https:\/\//);
      expect(limit.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
}

function describeRendering<C, P, S>(contract: ProviderContract<C, P, S>): void {
  const { provider, example, model, golden } = contract;
  const render = (input: RenderInput, text: string | null = null): P => provider.render(input, text, example);

  it("renders every event as the golden file says", async () => {
    const inputs = Object.entries(SAMPLE_EVENTS);
    const payloads = Object.fromEntries(inputs.map(([event, input]) => [event, render(input)]));
    const all = { ...payloads, "down, with a model": render(SAMPLE_EVENTS.down, model) };
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, "golden", golden));
  });

  it("tells in a digest how many are down and which are worst, and counts what it leaves out", () => {
    const text = textOf(render(SAMPLE_EVENTS.digest));
    expect(text).toMatch(/296 monitors are DOWN, 1 up again/);
    for (const name of ["Nightly backup", "Orders", "Invoices"]) expect(text).toContain(name);
    if (!contract.isShort) expect(text).toMatch(/and 294 more|and more.+294|"down":296/);
  });

  it("is pure", () => {
    expect(render(SAMPLE_EVENTS.down)).toEqual(render(structuredClone(SAMPLE_EVENTS.down)));
  });

  it("escapes hostile values in the default text", () => {
    contract.expectEscaped(render(HOSTILE_DOWN));
  });

  it("escapes hostile values in a model", () => {
    contract.expectEscaped(render(HOSTILE_DOWN, model));
  });

  it("keeps to the limits, whatever the size of the values", () => {
    contract.expectWithinLimits(render(HUGE_PUBLICATION));
    contract.expectWithinLimits(render(HUGE_DIGEST));
    contract.expectWithinLimits(render(HUGE_PUBLICATION, `${model} $title $value_1 $value_2`));
  });
}

/** All that a payload says, as one text. */
function textOf(payload: unknown): string {
  return JSON.stringify(payload).replaceAll("&nbsp;", " ");
}

/** Scenes that answer do so at once, also on a busy machine; for one that hangs this would be long. */
const PATIENCE_MS = 10_000;
const SHORT_PATIENCE_MS = 500;

function describeWire<C, P, S>(
  { provider, example }: ProviderContract<C, P, S>,
  wire: NonNullable<ProviderContract<C, P, S>["wire"]>,
): void {
  type Options = {
    readonly mode?: "private" | "public";
    readonly hangs?: boolean;
    readonly credentials?: unknown;
    readonly to?: "vendor" | "nobody";
    readonly event?: Event | undefined;
    readonly previous?: unknown;
  };

  /** Delivers one message through the whole of deliver, and looks on the way what the provider said. */
  async function attempt(
    vendor: Vendor<S>,
    { mode = "private", hangs = false, to = "vendor", event = "down", previous = null, ...options }: Options = {},
  ) {
    const credentials = options.credentials ?? (to === "vendor" ? vendor.credentials : vendor.nobody);
    const sender = hangs ? (wire.impatient ?? provider) : provider;
    let result: SendResult | null = null;
    const watched: Provider<C, P> = {
      ...sender,
      send: async (input, deps) => {
        result = await sender.send(input, deps);
        return result;
      },
    };
    const logged: unknown[] = [];
    const write = (fields: Record<string, unknown>, text: string): void => void logged.push({ fields, text });
    const timeoutMs = hangs ? SHORT_PATIENCE_MS : PATIENCE_MS;
    const connect = createConnect({ outgoing: mode, timeoutMs });
    const http = createHttpClient(connect, { timeoutMs });
    const { message } = claimed(provider.kind, credentials);
    const given = { message: { ...message, event }, facts: SAMPLE_EVENTS[event].facts, previous };
    const settled = await deliverMessage(claimed(provider.kind, credentials, given), {
      registry: createProviderRegistry([watched]),
      http: vendor.lead?.(http, to) ?? http,
      connect,
      log: { debug: write, info: write, warn: write, error: write },
      clock: createFakeClock(SAMPLE_AT),
      random: () => 0.5,
    });
    await http.close();
    // New credentials go to the store, which seals them.
    const seen = JSON.stringify({ settled: { ...settled, newCredentials: null }, logged });
    for (const secret of wire.secrets) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").slice(2, -4)]) {
        expect(seen, "a secret shows").not.toContain(form);
      }
    }
    return { result: result as SendResult | null, settled };
  }

  async function withVendor(scene: S, run: (vendor: Vendor<S>) => Promise<void>): Promise<void> {
    const vendor = await wire.start();
    vendor.play(scene);
    try {
      await run(vendor);
    } finally {
      await vendor.close();
    }
  }

  it("delivers, and the service gets what it expects, the same in every try", async () => {
    await withVendor(wire.success, async (vendor) => {
      for (const _try of [1, 2]) {
        const { settled } = await attempt(vendor);
        expect(settled).toMatchObject({ kind: "finished" });
      }
      wire.expectReceived(vendor.received);
    });
  });

  it.each(wire.matrix)(
    "takes $title as $becomes.kind",
    async ({ scene, hangs, becomes, change, receives, event, previous }) => {
      await withVendor(scene, async (vendor) => {
        const credentials = { ...Object(vendor.credentials), ...change };
        const { result, settled } = await attempt(vendor, { credentials, hangs: hangs === true, event, previous });
        receives?.(vendor.received);
        expect(result).toMatchObject(becomes);
        if (!("suspend" in becomes)) expect(result).not.toHaveProperty("suspend");
        expect(settled.attempt.reason).toMatch(/^[A-Z].*\.$/s);
      });
    },
  );

  it("calls it unknown when the service takes the message and never answers", async () => {
    await withVendor(wire.hang, async (vendor) => {
      const { result, settled } = await attempt(vendor, { hangs: true });
      expect(result).toMatchObject({ kind: "unknown" });
      expect(settled).toMatchObject({ kind: "again", uncertain: true, counts: true });
    });
  });

  it("calls it unknown when the connection breaks after the message", async () => {
    await withVendor(wire.reset, async (vendor) => {
      expect((await attempt(vendor)).result).toMatchObject({ kind: "unknown" });
    });
  });

  it("tries again when nobody listens: nothing can have arrived", async () => {
    await withVendor(wire.success, async (vendor) => {
      const { result, settled } = await attempt(vendor, { to: "nobody" });
      expect(result).toMatchObject({ kind: "retry" });
      expect(settled).toMatchObject({ kind: "again", uncertain: false, counts: true });
    });
  });

  it("goes through the guard: a private address is refused where only public ones are allowed", async () => {
    await withVendor(wire.success, async (vendor) => {
      const { settled } = await attempt(vendor, { mode: "public" });
      expect(settled).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
      expect(vendor.received).toEqual([]);
    });
  });

  const echoes: readonly { readonly how: string; readonly text: string }[] = [
    { how: "as they are", text: wire.secrets.join(" ") },
    { how: "in JSON", text: JSON.stringify(wire.secrets) },
    { how: "in a URL", text: encodeURIComponent(wire.secrets.join(" ")) },
    { how: "in base64", text: Buffer.from(wire.secrets.join(" ")).toString("base64") },
  ];
  it.each(echoes)("keeps its secrets when the answer quotes them $how", async ({ text }) => {
    await withVendor(wire.echo(text), async (vendor) => {
      expect((await attempt(vendor)).settled.attempt.answer).toContain("***");
    });
  });

  it("throws nothing for credentials that do not fit: the message is dead and says why", async () => {
    await withVendor(wire.success, async (vendor) => {
      const { settled } = await attempt(vendor, { credentials: { nonsense: true } });
      expect(settled).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
      expect(settled.attempt.reason).toMatch(/^The credentials do not fit the provider\. .*nonsense/);
      expect(vendor.received).toEqual([]);
    });
    expect(provider.Credentials.safeParse(example).success).toBe(true);
  });
}

/** A message that was just claimed for its first attempt. */
export function claimed(provider: string, credentials: unknown, changes: Partial<ClaimedMessage> = {}): ClaimedMessage {
  return {
    message: {
      id: "6f1d7c6e-0000-4000-8000-000000000001",
      projectId: "project",
      notificationId: "notification",
      event: "down",
      topicId: "topic",
      topic: "default+alerts",
      integrationId: "integration",
      integrationName: "team",
      provider,
      monitorId: "monitor",
      alertKey: "monitor:1:incident:1",
      status: "waiting",
      reason: "The monitor notifies this topic.",
      createdAt: SAMPLE_AT,
      dueAt: SAMPLE_AT,
      expiresAt: SAMPLE_AT + 28 * 3_600_000,
      attemptCount: 0,
      finishedAt: null,
      lastReason: null,
      digestId: null,
    },
    leaseId: "lease",
    facts: SAMPLE_EVENTS.down.facts,
    model: null,
    credentials,
    mayHaveArrived: 0,
    previous: null,
    ...changes,
  };
}

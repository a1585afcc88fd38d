import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deliverMessage } from "../../src/deliver/deliver-message.ts";
import { createConnect } from "../../src/lib/connect.ts";
import { createHttpClient } from "../../src/lib/guarded-http-client.ts";
import type { ClaimedMessage } from "../../src/model/index.ts";
import type { Provider, RenderInput, SendResult } from "../../src/providers/contract.ts";
import { createFakeClock } from "../fake-clock.ts";
import { HOSTILE_DOWN, HUGE_PUBLICATION, SAMPLE_AT, SAMPLE_EVENTS } from "../sample-events.ts";

/** A fake of the service, on loopback, that plays one scene after another. */
export interface Vendor<Scene> {
  /** Credentials that lead to it. */
  readonly credentials: unknown;
  /** Credentials that lead to a port where nobody listens. */
  readonly nobody: unknown;
  readonly received: readonly unknown[];
  play(scene: Scene): void;
  close(): Promise<void>;
}

interface Outcome<Scene> {
  readonly title: string;
  readonly scene: Scene;
  /** What the result matches. */
  readonly becomes: Partial<Record<string, unknown>> & { readonly kind: SendResult["kind"] };
}

/** What differs from one provider to the next. */
export interface ProviderContract<C, P, Scene> {
  readonly provider: Provider<C, P>;
  /** The file under golden/ that holds the payloads of the standard events. */
  readonly golden: string;
  readonly accepted: readonly { readonly title: string; readonly credentials: unknown }[];
  readonly refused: readonly { readonly title: string; readonly credentials: unknown; readonly says: RegExp }[];
  /** Credentials to render with. */
  readonly example: C;
  readonly model: string;
  expectEscaped(payload: P): void;
  expectWithinLimits(payload: P): void;
  /** Null for a provider that calls nobody. */
  readonly wire: {
    start(): Promise<Vendor<Scene>>;
    /** With less patience than the provider has by itself; the client's is short anyway. */
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
  describe(`the provider ${contract.provider.kind}`, () => {
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
    contract.expectWithinLimits(render(HUGE_PUBLICATION, `${model} $title $value_1 $value_2`));
  });
}

/** Short, because nothing here takes time but the scene that hangs. */
const PATIENCE_MS = 250;

function describeWire<C, P, S>(
  { provider, example }: ProviderContract<C, P, S>,
  wire: NonNullable<ProviderContract<C, P, S>["wire"]>,
): void {
  const sender = wire.impatient ?? provider;

  async function withVendor<T>(run: (vendor: Vendor<S>) => Promise<T>): Promise<T> {
    const vendor = await wire.start();
    try {
      return await run(vendor);
    } finally {
      await vendor.close();
    }
  }

  async function send(credentials: unknown, messageId = "6f1d7c6e-0000-4000-8000-000000000001"): Promise<SendResult> {
    const parsed = provider.Credentials.parse(credentials);
    const payload = provider.render(SAMPLE_EVENTS.down, null, parsed);
    const connect = createConnect({ outgoing: "private", timeoutMs: PATIENCE_MS });
    const http = createHttpClient(connect, { timeoutMs: PATIENCE_MS });
    try {
      const input = { payload, credentials: parsed, messageId, alertKey: "monitor:1:incident:1", previous: null };
      return await sender.send(input, { http, connect, now: SAMPLE_AT, log: () => {} });
    } finally {
      await http.close();
    }
  }

  it("delivers, and the service gets what it expects", async () => {
    await withVendor(async (vendor) => {
      vendor.play(wire.success);
      expect((await send(vendor.credentials)).kind).toMatch(/^(delivered|accepted)$/);
      expect((await send(vendor.credentials)).kind).toMatch(/^(delivered|accepted)$/);
      wire.expectReceived(vendor.received);
    });
  });

  it.each(wire.matrix)("takes $title as $becomes.kind", async ({ scene, becomes }) => {
    await withVendor(async (vendor) => {
      vendor.play(scene);
      const result = await send(vendor.credentials);
      expect(result).toMatchObject(becomes);
      if ("reason" in result) expect(result.reason).toMatch(/^[A-Z].*\.$/s);
      if (!("suspend" in becomes)) expect(result).not.toHaveProperty("suspend");
    });
  });

  it("calls it unknown when the service takes the message and never answers", async () => {
    await withVendor(async (vendor) => {
      vendor.play(wire.hang);
      expect(await send(vendor.credentials)).toMatchObject({ kind: "unknown" });
    });
  });

  it("calls it unknown when the connection breaks after the message", async () => {
    await withVendor(async (vendor) => {
      vendor.play(wire.reset);
      expect(await send(vendor.credentials)).toMatchObject({ kind: "unknown" });
    });
  });

  it("tries again when nobody listens: nothing can have arrived", async () => {
    await withVendor(async (vendor) => {
      expect(await send(vendor.nobody)).toMatchObject({ kind: "retry" });
    });
  });

  it("is refused by the guard where private addresses are not allowed", async () => {
    await withVendor(async (vendor) => {
      const delivery = await deliver(vendor, "public");
      expect(delivery.settled).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
      expect(vendor.received).toEqual([]);
    });
  });

  const scenes = [
    { title: "success", scene: wire.success },
    { title: "a hang", scene: wire.hang },
    { title: "a reset", scene: wire.reset },
    { title: "an answer that quotes every secret", scene: wire.echo(wire.secrets.join(" ")) },
    { title: "the same as JSON", scene: wire.echo(JSON.stringify(wire.secrets)) },
    { title: "the same in a URL", scene: wire.echo(encodeURIComponent(wire.secrets.join(" "))) },
    { title: "the same as base64", scene: wire.echo(Buffer.from(wire.secrets.join(" ")).toString("base64")) },
    ...wire.matrix,
  ];
  it.each(scenes)("keeps its secrets after $title", async ({ scene }) => {
    await withVendor(async (vendor) => {
      vendor.play(scene);
      const { settled, logged } = await deliver(vendor, "private");
      const seen = JSON.stringify({ settled: { ...settled, newCredentials: null }, logged });
      for (const secret of wire.secrets) {
        expect(seen).not.toContain(secret);
        expect(seen).not.toContain(encodeURIComponent(secret));
        expect(seen).not.toContain(Buffer.from(secret).toString("base64").slice(2, -4));
      }
    });
  });

  it("throws nothing for credentials that do not fit: the message is dead and says why", async () => {
    const vendor = { credentials: { nonsense: true } };
    const { settled } = await deliver(vendor, "private");
    expect(settled).toMatchObject({ kind: "dead", attempt: { outcome: "rejected" } });
    expect(settled.attempt.reason).toMatch(/^The credentials do not fit the provider\./);
    expect(provider.Credentials.safeParse(example).success).toBe(true);
  });

  async function deliver(vendor: { readonly credentials: unknown }, outgoing: "private" | "public") {
    const logged: unknown[] = [];
    const write = (fields: Record<string, unknown>, text: string): void => void logged.push({ fields, text });
    const connect = createConnect({ outgoing, timeoutMs: PATIENCE_MS });
    const http = createHttpClient(connect, { timeoutMs: PATIENCE_MS });
    try {
      const settled = await deliverMessage(claimed(provider.kind, vendor.credentials), {
        registry: { get: (kind) => (kind === sender.kind ? (sender as Provider) : null) },
        http,
        connect,
        log: { debug: write, info: write, warn: write, error: write },
        clock: createFakeClock(SAMPLE_AT),
        random: () => 0.5,
      });
      return { settled, logged };
    } finally {
      await http.close();
    }
  }
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
    },
    leaseId: "lease",
    facts: SAMPLE_EVENTS.down.facts,
    model: null,
    credentials,
    previous: null,
    ...changes,
  };
}

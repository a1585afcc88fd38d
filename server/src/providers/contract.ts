import type { z } from "zod";
import type { Connect } from "../lib/connect.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Event, Facts } from "../model/index.ts";

/** A limit that a vendor sets, with where and when it was read. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly checked: string;
}

export interface RenderInput {
  readonly event: Event;
  readonly facts: Facts;
}

export interface SendInput<C, P> {
  readonly payload: P;
  readonly credentials: C;
  /** The same in every try. */
  readonly messageId: string;
  /** The same from down to up; null for what is no incident. */
  readonly alertKey: string | null;
  /** The receipt of the last delivered message of the same alert key. */
  readonly previous: unknown;
}

export interface SendDeps {
  readonly http: HttpClient;
  readonly connect: Connect;
  /** Epoch milliseconds of this attempt. */
  readonly now: number;
  readonly log: (fields: Record<string, unknown>, text: string) => void;
}

/** What became of one attempt. Reasons are one sentence and hold no secret; `answer` is what the target said. */
export type SendResult =
  | {
      readonly kind: "delivered" | "accepted";
      readonly answer?: string;
      readonly receipt?: unknown;
      readonly newCredentials?: unknown;
    }
  /** The target is alive but wants us to wait; uses up no attempt. */
  | { readonly kind: "limited"; readonly afterMs: number; readonly reason: string; readonly answer?: string }
  /** `retry`: it certainly did not arrive. */
  | { readonly kind: "retry"; readonly reason: string; readonly answer?: string }
  /** It may have arrived. */
  | { readonly kind: "unknown"; readonly reason: string; readonly answer?: string }
  /** Trying again cannot help; `suspend`: no other message can arrive there either. */
  | { readonly kind: "rejected"; readonly reason: string; readonly answer?: string; readonly suspend?: boolean };

/** Where a value is put, so that the provider can escape it for that place. */
export type Place = "text" | "html" | "json" | "url" | "header";

export interface Provider<C = unknown, P = unknown> {
  /** Also the name of its file, test and docs page. */
  readonly kind: string;
  /** For people. */
  readonly title: string;
  /**
   * Forms are drawn from it: each field has a `title`, where it helps a `description` and an example, `format: "password"`
   * when it is a secret that nobody reads, and `shownFirst` when it is optional but belongs on the short form.
   */
  readonly Credentials: z.ZodType<C>;
  readonly limits: Readonly<Record<string, Limit>>;
  /** Token bucket of a credential; null: the vendor names none. */
  readonly rate: { readonly tokens: number; readonly perMs: number } | null;
  /** True when the target keeps incidents open itself, so that every end must be told. */
  readonly keepsIncidents: boolean;
  /**
   * True when each message costs money and a repeat cannot be told: one that may have arrived is tried once more and not
   * again. Absent: never.
   */
  costly?(credentials: C): boolean;
  /** Names in the credentials whose values may be shown in reasons and answers; all others are blanked there. */
  readonly publicCredentials: readonly string[];
  /** Escapes a variable's value for its place in the message; the model's own markup is never touched. */
  escape(value: string, place: Place): string;
  /** Pure. Without a model the message has a good default for each event. Credentials hold templates for some providers. */
  render(input: RenderInput, model: string | null, credentials: C): P;
  send(input: SendInput<C, P>, deps: SendDeps): Promise<SendResult>;
}

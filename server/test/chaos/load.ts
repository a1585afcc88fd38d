import { setTimeout as sleep } from "node:timers/promises";
import { API_KEY, type Crew, type Member, PING_KEY } from "./crew.ts";
import type { Dice } from "./dice.ts";

export const RESTLESS = Array.from({ length: 60 }, (_, n) => `restless-${n}`);
export const STEADY = Array.from({ length: 8 }, (_, n) => `steady-${n}`);
/** Silence longer than this is an outage of a steady monitor. */
export const STEADY_LIMIT_MS = 20_000;
/** And this of one that falls silent on purpose. */
export const SILENT_LIMIT_MS = 3_000;
export const TOPIC = "default/alerts";
export const TOPIC_HASH = "chaos-test-topic-hash";

const PING_WORKERS = 10;
const PUBLISH_WORKERS = 3;
const STEADY_EVERY_MS = 1_000;
const GIVE_UP_MS = 3_000;
const REST_MS = 30;

export type Action = "success" | "fail" | "start" | "log";

/** A ping that was answered with 200. */
export interface AcknowledgedPing {
  readonly slug: string;
  readonly action: Action;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** What was promised to the client. */
export interface Books {
  /** By the token that each carried as its user agent. */
  readonly pings: Map<string, AcknowledgedPing>;
  /** The messages that each publication was answered with, by its idempotency key. */
  readonly publications: Map<string, string>;
  /** Publications that were answered once more, and otherwise than before. */
  readonly contradictions: string[];
  /** Monitors that were heard and then left alone, with when they were heard. */
  readonly silent: Map<string, number>;
  /** Requests without an answer, and answers that promised nothing. */
  cutOff: number;
  refused: number;
}

/** A client that goes on until it is stopped. */
export interface Load {
  readonly books: Books;
  /** Is heard of one monitor for certain, and never again. */
  fallSilent(slug: string): Promise<void>;
  /** Sends only what keeps the steady monitors up from now on. */
  calmDown(): Promise<void>;
  stop(): Promise<void>;
}

/** Sends pings and publications to whichever server comes; only what was answered goes into the books. */
export function startLoad(crew: Crew, dice: Dice): Load {
  const books: Books = {
    pings: new Map(),
    publications: new Map(),
    contradictions: [],
    silent: new Map(),
    cutOff: 0,
    refused: 0,
  };
  let isCalm = false;
  let isStopped = false;
  let tokens = 0;

  const someServer = (): string | null => dice.pick<Member>(crew.members).server?.url ?? null;

  async function ask(path: string, init: RequestInit): Promise<Response | null> {
    const url = someServer();
    if (url === null) return null;
    try {
      const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(GIVE_UP_MS) });
      if (response.status === 200) return response;
      await response.arrayBuffer();
      books.refused += 1;
      if (response.status !== 503 && response.status !== 502)
        throw new Error(`${path} was answered ${response.status}`);
    } catch (error) {
      if (error instanceof Error && error.message.includes("was answered")) throw error;
      books.cutOff += 1;
    }
    return null;
  }

  async function ping(slug: string, action: Action): Promise<AcknowledgedPing | null> {
    const token = `token-${tokens++}-end`;
    const path = `/ping/${PING_KEY}/${slug}${action === "success" ? "" : `/${action}`}`;
    const sentAt = Date.now();
    const response = await ask(path, { headers: { "User-Agent": token } });
    if (response === null) return null;
    // The answer is whole only now, but what it promises was promised with its first byte.
    await response.text().catch(() => "");
    const acknowledged = { slug, action, sentAt, answeredAt: Date.now() };
    books.pings.set(token, acknowledged);
    return acknowledged;
  }

  async function publish(): Promise<void> {
    const key = `token-${tokens++}-end`;
    const repeats = dice.roll() < 0.2 ? 2 : 1;
    for (let answered = 0; answered < repeats && !isCalm; ) {
      const response = await ask(`/v1/notifications/${TOPIC}`, {
        method: "POST",
        headers: {
          "x-api-key": API_KEY,
          "x-topic-hash-x": TOPIC_HASH,
          "Content-Type": "application/json",
          "Idempotency-Key": key,
        },
        body: JSON.stringify({ metadata: { token: key } }),
      });
      const answer = await response?.text().catch(() => null);
      if (answer === null || answer === undefined) {
        await sleep(REST_MS);
        continue;
      }
      answered += 1;
      const before = books.publications.get(key);
      if (before !== undefined && before !== answer) books.contradictions.push(`${key}: ${before}, then ${answer}`);
      books.publications.set(key, answer);
    }
  }

  async function keepDoing(act: () => Promise<unknown>): Promise<void> {
    while (!isCalm) {
      await act();
      await sleep(REST_MS);
    }
  }

  async function keepUp(slug: string): Promise<void> {
    while (!isStopped) {
      const acknowledged = await ping(slug, "success");
      await sleep(acknowledged ? STEADY_EVERY_MS : REST_MS);
    }
  }

  const restless = (): Promise<unknown> => ping(dice.pick(RESTLESS), dice.pick(ACTIONS));
  const work = Promise.all([
    ...Array.from({ length: PING_WORKERS }, () => keepDoing(restless)),
    ...Array.from({ length: PUBLISH_WORKERS }, () => keepDoing(publish)),
  ]);
  const upkeep = Promise.all(STEADY.map(keepUp));
  // Told when it is stopped: until then nobody waits for it.
  for (const each of [work, upkeep]) each.catch(() => {});
  return {
    books,
    async fallSilent(slug) {
      for (;;) {
        const acknowledged = await ping(slug, "success");
        if (acknowledged) return void books.silent.set(slug, acknowledged.answeredAt);
        await sleep(REST_MS);
      }
    },
    async calmDown() {
      isCalm = true;
      await work;
    },
    async stop() {
      isCalm = true;
      isStopped = true;
      await Promise.all([work, upkeep]);
    },
  };
}

const ACTIONS: readonly Action[] = ["success", "success", "success", "success", "fail", "fail", "start", "log"];

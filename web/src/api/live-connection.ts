import { backoffMs } from "../lib/backoff.ts";
import { createObservable, type Observable } from "../lib/observable.ts";
import { createEventParser, type StreamEvent } from "../lib/parse-events.ts";
import { ApiError, isNetworkError } from "./api-error.ts";

/** Something changed on the server: its kind, such as `monitor` or `message`, and its id; null: several of that kind. */
export interface LiveChange {
  readonly kind: string;
  readonly id: string | null;
}

/**
 * How the line to the server is:
 * - `connecting`: the first try is under way.
 * - `open`: what changes comes in by itself.
 * - `lost`: it was cut; tries go on by themselves, more and more rarely.
 * - `off`: the server refuses the stream, so the pages ask now and then instead.
 */
export type LiveState = "connecting" | "open" | "lost" | "off";

/** What a connection works with. */
export interface LiveDeps {
  /** Opens the stream; throws ApiError. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onChanges: (changes: readonly LiveChange[]) => void;
  /** Something was not told, while the line was lost or because we were too slow: whatever is shown may be old. */
  readonly onResume: () => void;
  readonly random: () => number;
}

/** A server that says nothing for so long, not even a ping, is gone. */
const SILENCE_MS = 45_000;

/** One line to the server that brings what changes, and mends itself. It lives from `start` to `stop`. */
export class LiveConnection {
  readonly state: Observable<LiveState> = createObservable<LiveState>("connecting");
  /** When the line was last known to be good; null: never. */
  readonly goodAt: Observable<number | null> = createObservable<number | null>(null);
  readonly #deps: LiveDeps;
  readonly #now: () => number;
  #stopped = new AbortController();
  #wake: (() => void) | null = null;
  #isRunning = false;
  #isCurrent = false;

  constructor(deps: LiveDeps, now: () => number) {
    this.#deps = deps;
    this.#now = now;
  }

  /** Connects, and goes on doing so until `stop`; what was missed in between is read anew. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.state.set("connecting");
    this.#stopped = new AbortController();
    void this.#run(this.#stopped.signal); // Ends when it is stopped; what fails inside becomes a state.
  }

  /** Ends the line until it is started again. */
  stop(): void {
    this.#isRunning = false;
    this.#stopped.abort();
    this.#wake?.();
  }

  /** Tries at once instead of waiting: the browser says that it is online again, or the tab is looked at. */
  retryNow(): void {
    this.#wake?.();
  }

  async #run(stopped: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopped.aborted) {
      try {
        await this.#listen(stopped, () => {
          failures = 0;
          this.state.set("open");
        });
      } catch (error) {
        if (stopped.aborted) return;
        if (isRefusal(error)) {
          this.#isRunning = false;
          return this.state.set("off");
        }
      }
      if (stopped.aborted) return;
      failures++;
      // A line that a proxy cuts after a while is taken up again before anybody is told.
      if (failures > 1) this.state.set("lost");
      await this.#sleep(backoffMs(failures, this.#deps.random()));
    }
  }

  async #listen(stopped: AbortSignal, onOpen: () => void): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const signal = AbortSignal.any([stopped, silence.signal]);
    try {
      const answer = await this.#deps.open(signal);
      onOpen();
      const parse = createEventParser();
      for await (const piece of readText(answer, signal)) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        this.goodAt.set(this.#now());
        for (const event of parse(piece)) this.#take(event);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #take({ event, data }: StreamEvent): void {
    if (event === "resync") {
      // The first one of all says nothing: what is shown was read just now.
      if (this.#isCurrent) this.#deps.onResume();
      this.#isCurrent = true;
    }
    const changes = event === "changes" ? parseChanges(data) : [];
    if (changes.length > 0) this.#deps.onChanges(changes);
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

/** A 5xx or no answer at all passes; a 4xx says that there is no stream for us, for one that we have too many already. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && !isNetworkError(error) && error.status >= 400 && error.status < 500;
}

async function* readText(answer: Response, signal: AbortSignal): AsyncGenerator<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  const cancel = (): void => void reader.cancel().catch(() => {}); // The stream is gone already, which is what is wanted.
  signal.addEventListener("abort", cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Reads a list of changes; what a newer server says and this page does not understand is left out. */
function parseChanges(data: string): readonly LiveChange[] {
  try {
    const list: unknown = JSON.parse(data);
    return Array.isArray(list) ? list.flatMap(parseChange) : [];
  } catch {
    return [];
  }
}

function parseChange(value: unknown): readonly LiveChange[] {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("id" in value)) return [];
  const { kind, id } = value;
  return typeof kind === "string" && (typeof id === "string" || id === null) ? [{ kind, id }] : [];
}

import type { Clock } from "./clock.ts";

/** One server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

/** A body of server-sent events. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** False: the reader is slow or gone, and the event was not taken. */
  send(event: ServerEvent): boolean;
  end(): void;
}

export interface EventStreamOptions {
  readonly clock: Clock;
  /** What the reader waits before it connects anew. */
  readonly retryMs: number;
  /** So often a comment goes out, so that no proxy takes the connection for dead. */
  readonly aliveEveryMs: number;
  /** Called when the reader has taken something, and at the beginning. */
  readonly onRoom: () => void;
  /** Called once, when either side has ended it. */
  readonly onEnd: () => void;
}

/** So many events wait for a slow reader. */
const MOST_WAITING = 16;

/** Makes a stream of events; the reader's leaving ends it. */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { clock, retryMs, aliveEveryMs, onRoom, onEnd } = options;
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const write = (text: string): boolean => {
    if (ended.signal.aborted || controller === null || (controller.desiredSize ?? 0) <= 0) return false;
    controller.enqueue(encoder.encode(text));
    return true;
  };
  const stop = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    onEnd();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
        write(`retry: ${retryMs}\n\n`);
      },
      pull: onRoom,
      cancel: stop,
    },
    { highWaterMark: MOST_WAITING },
  );
  const keepAlive = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await clock.sleep(aliveEveryMs, ended.signal);
      write(": alive\n\n");
    }
  };
  void keepAlive();
  return {
    body,
    send: ({ event, id, data }) => write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    end() {
      if (!ended.signal.aborted) controller?.close();
      stop();
    },
  };
}

import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock } from "../../../test/fake-clock.ts";
import type { Log } from "../../lib/log.ts";
import type { QueueItem } from "./due-queue.ts";
import { createOutTray, type OutTray } from "./out-tray.ts";

const NOW = Date.UTC(2026, 2, 4, 12);
const MINUTE = 60_000;

let sent: (readonly QueueItem[])[];
let lines: string[];
/** What the queue gives back. */
let refuse: (items: readonly QueueItem[]) => readonly QueueItem[];
let tray: OutTray;

beforeEach(() => {
  [sent, lines, refuse] = [[], [], () => []];
  const write = (_fields: unknown, text: string): void => void lines.push(text);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const queue = {
    async send(items: readonly QueueItem[]) {
      sent.push(items);
      return refuse(items);
    },
  };
  tray = createOutTray({ queue, clock: createFakeClock(NOW), log });
});

const message = (id: string, dueAt = NOW): QueueItem => ({ kind: "message", id, dueAt });
const mail: QueueItem = { kind: "mail", sealed: "sealed" };

describe("what an invocation has for the queue", () => {
  it("is sent once, and only when there is something", async () => {
    tray.put([message("a"), mail]);
    await Promise.all([tray.flush(), tray.flush()]);
    await tray.flush();
    expect(sent).toEqual([[message("a"), mail]]);
  });

  it("names each message once, for the earliest time that was said", async () => {
    tray.put([message("a", NOW + MINUTE), message("b"), message("a", NOW + 5_000)]);
    await tray.flush();
    expect(sent).toEqual([[message("a", NOW + 5_000), message("b")]]);
  });

  it("leaves to the tick what is due later than the queue can wait", async () => {
    tray.put([message("a", NOW + 15 * MINUTE), message("b", NOW + 15 * MINUTE - 1)]);
    await tray.flush();
    expect(sent).toEqual([[message("b", NOW + 15 * MINUTE - 1)]]);
  });

  it("is told in the log when the queue does not take it: mails are lost then, messages are not", async () => {
    refuse = (items) => items;
    tray.put([message("a"), mail]);
    await tray.flush();
    expect(lines).toEqual([
      "the queue did not take messages; the next tick tells it again",
      "the queue did not take mails to accounts: they are lost",
    ]);
  });
});

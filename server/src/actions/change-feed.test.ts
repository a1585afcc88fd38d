import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import { type Change, type ChangeFeed, createChangeFeed, type Hint } from "./change-feed.ts";

const PROJECT = "p1";
const GATHER_MS = 250;

let clock: FakeClock;
let feed: ChangeFeed;

beforeEach(() => {
  clock = createFakeClock(0);
  feed = createChangeFeed({ clock });
});

function monitor(id: string | null, status: Change["status"] = null, projectId = PROJECT): Change {
  return { projectId, kind: "monitor", id, status };
}

/** Listens, and keeps what is heard. */
function listen(projectId = PROJECT, owner = "ann") {
  const heard: (readonly Hint[])[] = [];
  let ended = 0;
  const subscription = feed.subscribe({ projectId, owner, hear: (hints) => heard.push(hints), end: () => ended++ });
  return { heard, subscription, ended: () => ended };
}

async function gathered(): Promise<void> {
  clock.advance(GATHER_MS);
  await new Promise((resolve) => setImmediate(resolve));
}

describe("the feed of changes", () => {
  it("gathers what happens together, each thing once, and tells a few times a second at most", async () => {
    const { heard } = listen();
    feed.announce([monitor("a"), monitor("b")]);
    feed.announce([monitor("a")]);
    expect(heard).toEqual([]);
    await gathered();
    const hint = (id: string) => ({ kind: "monitor", id, status: null });
    expect(heard).toEqual([[hint("a"), hint("b")]]);
    await gathered();
    expect(heard).toHaveLength(1);
    feed.announce([monitor("a")]);
    await gathered();
    expect(heard).toHaveLength(2);
  });

  it("keeps the last change of status, also behind a ping that changed nothing", async () => {
    const { heard } = listen();
    feed.announce([monitor("a", "up"), monitor("a", "down"), monitor("a")]);
    await gathered();
    expect(heard).toEqual([[{ kind: "monitor", id: "a", status: "down" }]]);
  });

  it("says only that several changed when ten thousand did", async () => {
    const { heard } = listen();
    feed.announce(Array.from({ length: 10_000 }, (_, n) => monitor(`m${n}`)));
    feed.announce([{ projectId: PROJECT, kind: "message", id: "x", status: null }]);
    await gathered();
    expect(heard).toEqual([
      [
        { kind: "monitor", id: null, status: null },
        { kind: "message", id: "x", status: null },
      ],
    ]);
  });

  it("tells a project's changes to that project only", async () => {
    const mine = listen();
    const theirs = listen("p2");
    feed.announce([monitor("a", null, "p2")]);
    await gathered();
    expect([mine.heard.length, theirs.heard.length]).toEqual([0, 1]);
  });

  it("is heard by nobody before somebody listens and after the last one left", async () => {
    expect(feed.isHeard()).toBe(false);
    const { subscription, heard } = listen();
    expect(feed.isHeard()).toBe(true);
    feed.announce([monitor("a")]);
    if (subscription.kind === "listening") subscription.leave();
    await gathered();
    expect([feed.isHeard(), heard]).toEqual([false, []]);
  });

  it("lets nobody listen twenty-one times at once", () => {
    const subscriptions = Array.from({ length: 21 }, () => listen().subscription);
    expect(subscriptions.map(({ kind }) => kind).lastIndexOf("listening")).toBe(19);
    expect(subscriptions[20]).toEqual({ kind: "too-many" });
    expect(listen(PROJECT, "bob").subscription.kind).toBe("listening");
    const [first] = subscriptions;
    if (first?.kind === "listening") first.leave();
    expect(listen().subscription.kind).toBe("listening");
  });

  it("ends for everybody when it closes, once", () => {
    const { ended } = listen();
    feed.close();
    feed.close();
    expect(ended()).toBe(1);
    expect(listen().subscription).toEqual({ kind: "closed" });
  });

  it("hands on what this process announced, not what it heard from another", async () => {
    const relayed: (readonly Change[])[] = [];
    feed = createChangeFeed({ clock, relay: (changes) => relayed.push(changes) });
    expect(feed.isHeard()).toBe(true);
    const { heard } = listen();
    feed.announce([monitor("a")]);
    feed.hearFromElsewhere([monitor("b")]);
    await gathered();
    expect(relayed).toEqual([[monitor("a")]]);
    expect(heard.flat().map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

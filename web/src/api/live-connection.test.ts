import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import { LiveConnection, type LiveDeps } from "./live-connection.ts";

interface Stream {
  readonly answer: Response;
  say(text: string): void;
  cut(): void;
}

function stream(): Stream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    answer: new Response(readable),
    say: (text) => void writer.write(new TextEncoder().encode(text)),
    cut: () => void writer.close(),
  };
}

/** What the server says first on every line, and when it could not tell something. */
const RESYNC = "event: resync\nid: 1\ndata: {}\n\n";

const lost = (): ApiError => new ApiError("gone", { code: "network", status: 0 });

describe("the line to the server", () => {
  const onChanges = vi.fn<LiveDeps["onChanges"]>();
  const onResume = vi.fn<LiveDeps["onResume"]>();
  const open = vi.fn<(signal: AbortSignal) => Promise<Response>>();
  let live: LiveConnection;

  beforeEach(() => {
    vi.useFakeTimers();
    live = new LiveConnection({ open, onChanges, onResume, random: () => 0.5 }, () => Date.now());
  });
  afterEach(() => {
    live.stop();
    vi.useRealTimers();
    vi.resetAllMocks();
  });
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  it("brings what changed and passes over what it does not understand", async () => {
    const { answer, say } = stream();
    open.mockResolvedValueOnce(answer);
    live.start();
    await settle();
    expect(live.state.get()).toBe("open");
    say(`${RESYNC}: alive\n\nevent: weather\ndata: {}\n\nevent: changes\ndata: nonsense\n\n`);
    say('event: changes\ndata: [{"kind":"monitor","id":"m1","status":"up"},{"kind":"message","id":null},7]\n\n');
    await settle();
    const changes = [
      { kind: "monitor", id: "m1" },
      { kind: "message", id: null },
    ];
    expect(onChanges).toHaveBeenCalledExactlyOnceWith(changes);
    expect(onResume).not.toHaveBeenCalled();
    say(RESYNC);
    await settle();
    expect(onResume).toHaveBeenCalledOnce();
  });

  it("is lost when the server is away, tries again by itself and then reads anew what was missed", async () => {
    const [first, second] = [stream(), stream()];
    open.mockResolvedValueOnce(first.answer).mockRejectedValueOnce(lost()).mockResolvedValueOnce(second.answer);
    live.start();
    await settle();
    first.say(RESYNC);
    first.cut();
    await settle(1_000);
    expect(live.state.get()).toBe("lost");
    await settle(2_000);
    expect(live.state.get()).toBe("open");
    second.say(RESYNC);
    await settle();
    expect(onResume).toHaveBeenCalledOnce();
  });

  it("counts a long silence as a lost line", async () => {
    open.mockResolvedValueOnce(stream().answer).mockRejectedValue(lost());
    live.start();
    await settle(47_000);
    expect(live.state.get()).toBe("lost");
  });

  it("is off, and stays so, when the server refuses it", async () => {
    open.mockRejectedValue(new ApiError("no", { code: "not_found", status: 404 }));
    live.start();
    await settle(60_000);
    expect(live.state.get()).toBe("off");
    expect(open).toHaveBeenCalledOnce();
  });

  it("reads anew what was missed while it was stopped, and is only one line however often it is started", async () => {
    open.mockImplementation(async () => {
      const { answer, say } = stream();
      say(RESYNC);
      return answer;
    });
    live.start();
    live.start();
    await settle();
    live.stop();
    expect(onResume).not.toHaveBeenCalled();
    live.start();
    await settle();
    expect([open.mock.calls.length, onResume.mock.calls.length]).toEqual([2, 1]);
  });

  it("tries at once when the browser says that it is online again", async () => {
    open.mockRejectedValueOnce(lost()).mockRejectedValueOnce(lost()).mockRejectedValueOnce(lost());
    open.mockResolvedValueOnce(stream().answer);
    live.start();
    await settle(3_000);
    live.retryNow();
    await settle();
    expect(live.state.get()).toBe("open");
  });
});

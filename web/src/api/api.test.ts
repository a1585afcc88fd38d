import { describe, expect, it, vi } from "vitest";
import { createObservable } from "../lib/observable.ts";
import { type ApiDeps, createApi, queryText } from "./api.ts";

const refusal = (status: number, code: string): Response =>
  Response.json({ error: { code, message: "No." } }, { status });

function setUp(answer: ApiDeps["fetch"]) {
  const patience = new AbortController();
  const deps = {
    fetch: vi.fn<ApiDeps["fetch"]>(answer),
    projectId: createObservable<string | null>("p1"),
    onSignedOut: vi.fn<ApiDeps["onSignedOut"]>(),
    onAnswer: vi.fn<ApiDeps["onAnswer"]>(),
    patience: () => patience.signal,
  };
  return { deps, api: createApi(deps), loseAllPatience: () => patience.abort() };
}

/** A server that takes a call and never answers it. */
const hang: ApiDeps["fetch"] = (_, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));

describe("a call of the API", () => {
  it("names the project and sends its body as JSON", async () => {
    const { deps, api } = setUp(async () => Response.json({ id: "m1" }));
    expect(await api.post("/monitors", { body: { name: "a" }, query: { dry: true } })).toEqual({ id: "m1" });
    expect(deps.fetch).toHaveBeenCalledWith(
      "/api/v1/monitors?dry=true",
      expect.objectContaining({
        method: "POST",
        body: '{"name":"a"}',
        headers: expect.objectContaining({ "X-Watchbell-Project": "p1", "Content-Type": "application/json" }),
      }),
    );
  });

  it("that nobody is signed in for any more says so once, and fails", async () => {
    const { deps, api } = setUp(async () => refusal(401, "missing_key"));
    await expect(api.get("/monitors")).rejects.toMatchObject({ status: 401 });
    expect(deps.onSignedOut).toHaveBeenCalledOnce();
  });

  it("with a wrong password does not sign anybody out", async () => {
    const { deps, api } = setUp(async () => refusal(401, "wrong_login"));
    await expect(api.post("/session")).rejects.toMatchObject({ code: "wrong_login" });
    expect(deps.onSignedOut).not.toHaveBeenCalled();
  });

  it("without an answer is a network error and tells that the line is lost", async () => {
    const { deps, api } = setUp(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(api.get("/monitors")).rejects.toMatchObject({ code: "network", status: 0 });
    expect(deps.onAnswer).toHaveBeenCalledExactlyOnceWith(null);
  });

  it("that is never answered ends, and says that it may have been done", async () => {
    const { api, loseAllPatience } = setUp(hang);
    const call = api.post("/monitors", { body: {} });
    loseAllPatience();
    await expect(call).rejects.toMatchObject({ code: "no_answer", message: expect.stringContaining("may have been") });
  });

  it("that its reader no longer wants ends as it was ended", async () => {
    const { api } = setUp(hang);
    const reader = new AbortController();
    const call = api.get("/monitors", { signal: reader.signal });
    reader.abort(new Error("left"));
    await expect(call).rejects.toThrow("left");
  });

  it("that a proxy answers with a page of its own is told of as such, also when it says that all is well", async () => {
    const { api } = setUp(async () => new Response("<h1>Log in to the hotel's network</h1>"));
    await expect(api.get("/monitors")).rejects.toMatchObject({ code: "unreadable", status: 200 });
  });

  it("whose answer is cut in the middle is a network error", async () => {
    const cut = new ReadableStream({ pull: (stream) => stream.error(new TypeError("terminated")) });
    const { deps, api } = setUp(async () => new Response(cut));
    await expect(api.get("/monitors")).rejects.toMatchObject({ code: "network" });
    expect(deps.onAnswer).toHaveBeenLastCalledWith(null);
  });

  it("for a stream is waited for without end", async () => {
    const { deps, api } = setUp(async () => new Response("event: resync\n\n"));
    await api.raw("GET", "/events");
    expect(deps.fetch.mock.calls[0]?.[1].signal).toBeUndefined();
  });
});

it("a query repeats lists and leaves out what is not said", () => {
  expect(queryText({ tag: ["a", "b c"], text: undefined, limit: 10 })).toBe("?tag=a&tag=b+c&limit=10");
  expect(queryText({})).toBe("");
});

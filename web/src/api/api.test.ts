import { describe, expect, it, vi } from "vitest";
import { createObservable } from "../lib/observable.ts";
import { type ApiDeps, createApi, queryText } from "./api.ts";

const refusal = (status: number, code: string): Response =>
  Response.json({ error: { code, message: "No." } }, { status });

function setUp(answer: () => Promise<Response>) {
  const deps = {
    fetch: vi.fn<ApiDeps["fetch"]>(answer),
    projectId: createObservable<string | null>("p1"),
    onSignedOut: vi.fn<ApiDeps["onSignedOut"]>(),
    onAnswer: vi.fn<ApiDeps["onAnswer"]>(),
  };
  return { deps, api: createApi(deps) };
}

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
});

it("a query repeats lists and leaves out what is not said", () => {
  expect(queryText({ tag: ["a", "b c"], text: undefined, limit: 10 })).toBe("?tag=a&tag=b+c&limit=10");
  expect(queryText({})).toBe("");
});

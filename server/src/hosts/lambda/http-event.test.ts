import { describe, expect, it } from "vitest";
import { goldenEvent } from "../../../test/golden-event.ts";
import { requestOfEvent } from "./http-event.ts";

/** The request that an event makes; fails when it makes none. */
function made(event: unknown): { readonly request: Request; readonly remoteAddress: string } {
  const parsed = requestOfEvent(event);
  if (parsed.kind === "refused") throw new Error(parsed.reason);
  return parsed;
}

const reasonOf = (event: unknown): string | null => {
  const parsed = requestOfEvent(event);
  return parsed.kind === "refused" ? parsed.reason : null;
};

/** A golden event with parts of its own. */
const changed = (name: string, change: object): unknown => ({ ...Object(goldenEvent(name)), ...change });

describe("an event of an HTTP API", () => {
  it("is the request that was sent: address, repeated parameters, headers", () => {
    const { request, remoteAddress } = made(goldenEvent("http-api-get"));
    expect([request.method, new URL(request.url).pathname]).toEqual(["GET", "/api/v1/monitors"]);
    expect(new URL(request.url).searchParams.getAll("tag")).toEqual(["night", "disk full"]);
    expect(request.headers.get("x-api-key")).toBe("KEY");
    expect(remoteAddress).toBe("203.0.113.7");
    expect(request.body).toBeNull();
  });

  it("brings its cookies as one header, and text as UTF-8", async () => {
    const { request } = made(goldenEvent("http-api-cookies"));
    expect(request.headers.get("cookie")).toBe("__Host-watchbell=one; theme=dark");
    expect(await request.json()).toEqual({ name: "Größe ✓" });
  });

  it("brings every byte of a binary body", async () => {
    const { request } = made(goldenEvent("http-api-binary"));
    expect([...(await request.bytes())]).toEqual([0, 255, 128, 10, 13, 200]);
  });

  it("has a path that was decoded on the way: nothing in it becomes a query, and nothing is lost", () => {
    const url = new URL(made(goldenEvent("http-api-decoded-path")).request.url);
    expect(decodeURIComponent(url.pathname)).toBe("/badge/two words/100%/a?b#c/ü.svg");
    expect(url.search).toBe("?x=1");
  });

  it("names who is at the other end; a header that claims somebody else changes nothing", () => {
    const event = changed("http-api-get", {
      headers: { "x-forwarded-for": "198.51.100.1", host: "watch.example.org" },
    });
    expect(made(event).remoteAddress).toBe("203.0.113.7");
  });

  it("with a body where requests have none is taken without it", () => {
    expect(made(changed("http-api-get", { body: "more" })).request.body).toBeNull();
  });

  it("keeps letters of all the world in headers as bytes, as a server hears them", () => {
    const { request } = made(changed("http-api-get", { headers: { host: "a.example", "user-agent": "バックアップ" } }));
    const bytes = Buffer.from(request.headers.get("user-agent") ?? "", "latin1");
    expect(bytes.toString("utf8")).toBe("バックアップ");
  });
});

describe("an event of a Function URL", () => {
  it("has a path that is still encoded, and stays so", () => {
    const { request, remoteAddress } = made(goldenEvent("function-url-get"));
    const url = new URL(request.url);
    expect([url.pathname, url.searchParams.getAll("create")]).toEqual(["/ping/KEY/my%2Fjob/start", ["1", "0"]]);
    expect(remoteAddress).toBe("2001:db8::7");
  });

  it("brings JSON as base64, too", async () => {
    const { request } = made(goldenEvent("function-url-post"));
    expect(await request.json()).toEqual({ name: "Größe" });
  });
});

describe("an event of which no request can be made", () => {
  it("is refused when its body is no base64 although it says so", () => {
    expect(reasonOf(goldenEvent("http-api-bad-base64"))).toContain("base64");
    const bodies = ["=", "a", "ab=c", "a b=", "YQ", "YQ=", "-_8="];
    for (const body of bodies) expect(reasonOf(changed("http-api-binary", { body })), body).not.toBeNull();
  });

  it.each([
    ["another kind of event", goldenEvent("scheduler")],
    ["the older payload format", changed("http-api-get", { version: "1.0" })],
    ["a header that no request may have", changed("http-api-get", { headers: { "x-a": "b\nc" } })],
    [
      "a method that no request may have",
      { ...Object(goldenEvent("http-api-get")), requestContext: { http: { method: "TRACE" } } },
    ],
    ["nothing", null],
  ])("is refused: %s", (_what, event) => {
    expect(reasonOf(event)).toMatch(/^The .+\.$/);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { allPages } from "../../pages/all-pages.ts";
import { createHttpApp } from "../create-http-app.ts";
import { openDashboard } from "./open-dashboard.ts";

const BROWSER = { headers: { Accept: "text/html,application/xhtml+xml", "Accept-Encoding": "gzip, br" } };

describe("the dashboard", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-dashboard-"));
  let test: TestApp;
  let http: ReturnType<typeof createHttpApp>;

  beforeAll(async () => {
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Watchbell</title>");
    writeFileSync(join(folder, "theme.js"), "theme()");
    writeFileSync(join(folder, "assets/index-a1b2.js"), "script()");
    writeFileSync(join(folder, "assets/index-a1b2.js.gz"), gzipSync("script()"));
    writeFileSync(join(folder, "build.json"), JSON.stringify({ pages: ["/", "/monitors", "/monitors/$id"] }));
    writeFileSync(join(folder, "..", "watchbell-outside.js"), "secret()");
    test = await createTestApp();
    http = createHttpApp(test.app, { ...allPages, dashboard: openDashboard([folder]) });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    rmSync(join(folder, "..", "watchbell-outside.js"));
    await test.close();
  });

  it.each(["/", "/monitors", "/monitors/", "/monitors/0b9d"])(
    "answers %s with its page, kept nowhere",
    async (path) => {
      const answer = await http.request(path, BROWSER);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("<title>Watchbell");
      expect(answer.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("lets no script in but its own files, and stands in nobody's frame", async () => {
    const { headers } = await http.request("/", BROWSER);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
  });

  it("sends its scripts compressed to those who can read that, and lets them be kept for ever", async () => {
    const packed = await http.request("/assets/index-a1b2.js", BROWSER);
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("cache-control")).toContain("immutable");
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe("script()");
    const plain = await http.request("/assets/index-a1b2.js");
    expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, "script()"]);
    expect((await http.request("/theme.js")).headers.get("cache-control")).toBe("public, max-age=300");
  });

  it("shows a browser its page for what is not there, with a status of 404", async () => {
    const answer = await http.request("/monitors/a/b/c", BROWSER);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("<title>Watchbell")]);
  });

  it.each([
    ["a program", "/nothing", {}],
    ["whoever asks the API", "/api/v1/nothing", BROWSER],
    ["whoever asks a door", "/v1/nothing", BROWSER],
    ["whoever sends", "/monitors", { ...BROWSER, method: "POST" }],
    ["a script that is gone", "/assets/gone-a1b2.js", BROWSER],
    ["a climb out of the folder", "/assets/..%2f..%2fwatchbell-outside.js", {}],
    ["a hidden file", "/assets/.hidden.js", {}],
    ["what the build says of itself", "/build.json", {}],
  ])("refuses %s in the API's own way", async (_who, path, init) => {
    const answer = await http.request(path, init);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
  });

  it("leaves the doors their addresses", async () => {
    const ping = await http.request(`/ping/${test.firstMonitorId}`, BROWSER);
    expect(await ping.text()).toBe("OK");
    expect(await (await http.request("/healthz", BROWSER)).json()).toEqual({ status: "ok" });
  });

  it("that was not built says how to build it, while all else works", async () => {
    expect(openDashboard([join(folder, "gone")])).toBeNull();
    const without = createHttpApp(test.app, allPages);
    const answer = await without.request("/", BROWSER);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npm run build:dashboard")]);
    expect((await without.request("/healthz")).status).toBe(200);
  });
});

import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailable } from "../../src/model/index.ts";
import { createStage, HOUR, type Json, MINUTE, SECOND, type Stage } from "./stage.ts";

let stage: Stage;
let calls: string[];
let failing: boolean;

beforeEach(async () => {
  calls = [];
  failing = false;
  stage = await createStage({
    settings: { baseUrl: "https://watch.example.org/bell" },
    wrapStore: (store) => ({
      ...store,
      pages: new Proxy(store.pages, {
        get(port, name, receiver) {
          const method: (...args: unknown[]) => Promise<unknown> = Reflect.get(port, name, receiver);
          return async (...args: unknown[]) => {
            calls.push(String(name));
            if (failing) throw new StoreUnavailable("The store cannot take this now: the disk is full.");
            return await method(...args);
          };
        },
      }),
    }),
  });
});
afterEach(() => stage.close());

interface Got {
  readonly status: number;
  readonly text: string;
  readonly type: string | null;
  readonly headers: Headers;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Got> {
  const answer = await stage.test.http.request(path, { headers });
  return {
    status: answer.status,
    text: await answer.text(),
    type: answer.headers.get("content-type"),
    headers: answer.headers,
  };
}

const put = async (body: object = {}): Promise<Json> => {
  const { status, body: page } = await stage.api("PUT", "/status-page", {
    slug: "acme",
    enabled: true,
    title: "Acme",
    ...body,
  });
  expect([status, page.error]).toEqual([200, undefined]);
  return page;
};
const show = (ids: readonly string[]): object[] => [{ name: "All", monitors: ids.map((monitor) => ({ monitor })) }];
/** Until nothing is remembered any more. */
const forget = (): void => stage.test.clock.advance(5 * SECOND);

/** A monitor that was up, down for 20 minutes with a telling body, and is up again. */
async function makeHurt(name = "Nightly backup"): Promise<string> {
  const id = await stage.makeMonitor({
    name,
    slug: "secret-slug",
    tags: ["db"],
    schedule: { type: "period", periodSeconds: 86_400, graceSeconds: 60 },
  });
  await stage.ping(id);
  stage.test.clock.advance(HOUR);
  await stage.test.http.request(`/ping/${id}/fail`, { method: "POST", body: "password=hunter2" });
  stage.test.clock.advance(20 * MINUTE);
  await stage.ping(id);
  return id;
}

describe("the status page of a project", () => {
  it("is nobody's until it is switched on, and again when it is switched off", async () => {
    expect((await get("/status/acme")).status).toBe(404);
    await put({ enabled: false });
    expect((await get("/status/acme")).status).toBe(404);
    await put();
    const { status, type, headers, text } = await get("/status/acme");
    expect([status, type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).toContain("<title>Nothing is shown here yet · Acme</title>");
    expect(headers.get("cache-control")).toBe("public, max-age=30");
    expect(headers.get("refresh")).toBe("60");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    await put({ enabled: false });
    forget();
    for (const path of ["/status/acme", "/status/acme.json", "/status/acme.atom", "/status/acme?refresh=off"]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it.each([
    "/status/",
    "/status/ACME",
    "/status/acme.xml",
    "/status/acme/",
    "/status/..%2f",
    `/status/${"a".repeat(64)}`,
    "/status/%00",
  ])("%s is no page, and the answer is one that people can read", async (path) => {
    await put();
    const { status, text } = await get(path);
    expect(status).toBe(404);
    if (path !== "/status/" && path !== "/status/acme/") expect(text).toContain("<h1>No status page here</h1>");
  });

  it("takes no other method, and answers HEAD without a body", async () => {
    await put();
    const posted = await stage.test.http.request("/status/acme", { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await stage.test.http.request("/status/acme", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("tells how each chosen monitor is and was, and nothing else of it or of the others", async () => {
    const id = await makeHurt();
    await stage.makeMonitor({ name: "Hidden one", slug: "hidden-slug" });
    await put({ groups: show([id]), note: "We move on Saturday." });
    for (const path of ["/status/acme", "/status/acme.json", "/status/acme.atom"]) {
      const { text } = await get(path);
      expect(text).toContain("Nightly backup");
      for (const secret of [
        id,
        id.replaceAll("-", ""),
        "hunter2",
        "secret-slug",
        "hidden-slug",
        "Hidden one",
        stage.test.projectId,
        "127.0.0.1",
      ]) {
        expect([path, secret, text.includes(secret)]).toEqual([path, secret, false]);
      }
    }
    const { text } = await get("/status/acme");
    expect(text).toContain("All systems working");
    expect(text).toContain("1 outage, down 20 minutes");
    expect(text).toMatch(/<strong>Nightly backup<\/strong> was down from 13:00 to 13:20, for 20 minutes\./);
    expect(text).toContain("We move on Saturday.");
  });

  it("shows another name than the monitor's own when it is given one", async () => {
    const id = await makeHurt("prod-db-7 cron");
    await put({ groups: [{ monitors: [{ monitor: id, name: "Backups" }] }] });
    const { text } = await get("/status/acme");
    expect(text).toContain("<h3>Backups</h3>");
    expect(text).not.toContain("prod-db-7");
  });

  it("as JSON for programs of any origin, with the same facts", async () => {
    const id = await makeHurt();
    await put({ groups: show([id, stage.test.firstMonitorId]) });
    const { text, type, headers } = await get("/status/acme.json");
    expect(type).toBe("application/json; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("refresh")).toBeNull();
    const json = JSON.parse(text);
    expect(json).toMatchObject({
      title: "Acme",
      url: "https://watch.example.org/bell/status/acme",
      status: "up",
      counts: { up: 1, new: 1, down: 0, late: 0, paused: 0 },
      groups: [
        {
          name: "All",
          monitors: [
            { name: "Nightly backup", status: "up", uptimePercent: 75 },
            { status: "new", uptimePercent: null },
          ],
        },
      ],
      incidents: [
        { name: "Nightly backup", startedAt: "2026-03-04T13:00:00.000Z", endedAt: "2026-03-04T13:20:00.000Z" },
      ],
    });
    const [monitor] = json.groups[0].monitors;
    expect(monitor.id).toBe(json.incidents[0].monitor);
    expect(monitor.days).toHaveLength(90);
    expect(monitor.days.at(-1)).toEqual({ date: "2026-03-04", uptimePercent: 75, downSeconds: 1_200, incidents: 1 });
    expect(monitor.days[0]).toEqual({ date: "2025-12-05", uptimePercent: null, downSeconds: 0, incidents: 0 });
  });

  it("as a feed for readers", async () => {
    await put({ groups: show([await makeHurt()]) });
    const { text, type } = await get("/status/acme.atom");
    expect(type).toBe("application/atom+xml; charset=utf-8");
    expect(text).toContain("<title>Nightly backup was down</title>");
    expect(text).toContain('<link rel="self" href="https://watch.example.org/bell/status/acme.atom"/>');
    await put({ showIncidents: false });
    forget();
    expect((await get("/status/acme.atom")).text).not.toContain("<entry>");
    expect(JSON.parse((await get("/status/acme.json")).text).incidents).toBeNull();
  });

  it("tells of late and down as soon as time says so, also before a sweep", async () => {
    const id = await stage.makeMonitor({ schedule: { type: "period", periodSeconds: 60, graceSeconds: 60 } });
    await put({ groups: show([id]) });
    await stage.ping(id);
    const headline = async (): Promise<string | undefined> =>
      /<title>(.*?) · Acme/.exec((await get("/status/acme")).text)?.[1];
    expect(await headline()).toBe("All systems working");
    stage.test.clock.advance(MINUTE);
    expect(await headline()).toBe("All systems working");
    expect((await get("/status/acme")).text).toContain("1 late, still within grace");
    stage.test.clock.advance(MINUTE);
    expect(await headline()).toBe("1 problem");
  });

  it("our own gaps are nobody's outage", async () => {
    const id = await stage.makeMonitor({ schedule: { type: "period", periodSeconds: 3_600, graceSeconds: 60 } });
    await put({ groups: show([id]) });
    await stage.ping(id);
    await stage.test.store.watch.stampAlive({ starting: false });
    stage.test.clock.advance(HOUR / 2);
    await stage.ping(`${id}/fail`);
    await stage.test.store.watch.stampAlive({ starting: false });
    stage.test.clock.advance(HOUR / 2);
    await stage.ping(id);
    stage.test.clock.advance(HOUR / 2);
    const [monitor] = JSON.parse((await get("/status/acme.json")).text).groups[0].monitors;
    expect(monitor.days.at(-1)).toMatchObject({ uptimePercent: 50, downSeconds: 1_800 });
  });

  it("is asked of the store once in 5 seconds, however many look", async () => {
    await put({ groups: show([stage.test.firstMonitorId]) });
    calls = [];
    await Promise.all(Array.from({ length: 100 }, () => get("/status/acme")));
    stage.test.clock.advance(4_999);
    await get("/status/acme");
    expect(calls).toEqual(["statusPageBySlug", "tell"]);
    stage.test.clock.advance(1);
    await get("/status/acme");
    expect(calls).toHaveLength(4);
  });

  it("is not sent again to who has it, and compressed for who can take that", async () => {
    await put({ groups: show([stage.test.firstMonitorId]) });
    const plain = await get("/status/acme");
    const tag = plain.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const known of [tag, `"other", ${tag}`, tag.slice(2), "*"]) {
      const again = await get("/status/acme", { "If-None-Match": known });
      expect([known, again.status, again.text, again.headers.get("etag")]).toEqual([known, 304, "", tag]);
    }
    expect((await get("/status/acme", { "If-None-Match": '"other"' })).status).toBe(200);
    const zipped = await stage.test.http.request("/status/acme", { headers: { "Accept-Encoding": "br, gzip;q=0.8" } });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(zipped.headers.get("vary")).toBe("Accept-Encoding");
    expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(plain.text);
    for (const no of ["", "identity", "gzip;q=0", "br"]) {
      expect((await get("/status/acme", { "Accept-Encoding": no })).headers.get("content-encoding")).toBeNull();
    }
    stage.test.clock.advance(MINUTE);
    expect((await get("/status/acme", { "If-None-Match": tag })).status).toBe(200);
  });

  it("stays where it is when asked not to load itself again", async () => {
    await put();
    const still = await get("/status/acme?refresh=off");
    expect(still.headers.get("refresh")).toBeNull();
    expect(still.text).toContain("Load again every minute");
  });

  it("a store that is away is told in words, and the page tries again", async () => {
    await put();
    failing = true;
    const { status, text, headers } = await get("/status/acme");
    expect([status, headers.get("retry-after"), headers.get("refresh")]).toEqual([503, "2", "60"]);
    expect(text).toContain("The status cannot be told at this moment.");
    expect(text).not.toContain("disk");
    expect(JSON.parse((await get("/status/acme.json")).text).error.code).toBe("unavailable");
    failing = false;
    expect((await get("/status/acme")).status).toBe(200);
  });

  it("with 500 monitors comes whole, and in batches that let pings through", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 500; n++) ids.push(await stage.makeMonitor({ name: `job ${n}` }));
    await put({ groups: show(ids) });
    calls = [];
    const { text } = await get("/status/acme");
    expect(text.match(/<li class="m">/g)).toHaveLength(500);
    expect(calls.filter((name) => name === "tell")).toHaveLength(20);
    const zipped = await stage.test.http.request("/status/acme", { headers: { "Accept-Encoding": "gzip" } });
    expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(100_000);
  });
});

describe("the settings of the status page", () => {
  it("begin with the project's name, switched off and without an address", async () => {
    expect((await stage.api("GET", "/status-page")).body).toEqual({
      slug: null,
      url: null,
      enabled: false,
      title: "default",
      description: "",
      note: "",
      showIncidents: true,
      incidentDays: 14,
      groups: [],
      changedAt: null,
    });
  });

  it("are what was put, with the address, and the history tells who did it", async () => {
    const id = stage.test.firstMonitorId;
    const body = {
      slug: "acme-2",
      enabled: true,
      title: "Acme",
      description: "All\nof it",
      note: "Soon",
      showIncidents: false,
      incidentDays: 90,
      groups: [
        { name: null, monitors: [{ monitor: id, name: "Job" }] },
        { name: "Empty", monitors: [] },
      ],
    };
    const page = await put(body);
    expect(page).toEqual({
      ...body,
      url: "https://watch.example.org/bell/status/acme-2",
      changedAt: "2026-03-04T12:00:00.000Z",
    });
    expect((await stage.api("GET", "/status-page")).body).toEqual(page);
    expect(await stage.history("status-page-changed")).toMatchObject([{ actor: "first write key" }]);
  });

  it("forget a monitor that is deleted", async () => {
    const id = await stage.makeMonitor();
    await put({ groups: show([id]) });
    await stage.api("DELETE", `/monitors/${id}`);
    expect((await stage.api("GET", "/status-page")).body.groups).toEqual([{ name: "All", monitors: [] }]);
  });

  it.each<[string, object, string]>([
    ["no slug", { slug: undefined }, "slug"],
    ["an empty slug", { slug: "" }, "slug"],
    ["a slug with capitals", { slug: "Acme" }, "slug"],
    ["a slug that ends in a hyphen", { slug: "acme-" }, "slug"],
    ["a slug with a dot", { slug: "acme.json" }, "slug"],
    ["a slug that is too long", { slug: "a".repeat(64) }, "slug"],
    ["no title", { title: undefined }, "title"],
    ["a blank title", { title: " " }, "title"],
    ["a title of two lines", { title: "a\nb" }, "title"],
    ["other days", { incidentDays: 30 }, "incidentDays"],
    ["a word for a switch", { enabled: "yes" }, "enabled"],
    ["a field that is none", { colour: "red" }, "colour"],
    ["a monitor that is none", { groups: [{ monitors: [{ monitor: "x" }] }] }, "groups.0.monitors.0.monitor"],
  ])("%s is refused at its field", async (_, change, field) => {
    const { status, body } = await stage.api("PUT", "/status-page", { slug: "acme", title: "Acme", ...change });
    expect([status, body.error?.code, body.error?.field]).toEqual([400, "invalid_input", field]);
    expect((await stage.api("GET", "/status-page")).body.slug).toBeNull();
  });

  it("a monitor stands on the page once", async () => {
    const id = stage.test.firstMonitorId;
    const { body } = await stage.api("PUT", "/status-page", {
      slug: "acme",
      title: "A",
      groups: [...show([id]), ...show([id])],
    });
    expect(body.error).toMatchObject({ code: "invalid_input", field: "groups.1.monitors.0.monitor" });
    expect(body.error.message).toContain("twice");
  });
});

describe("a badge", () => {
  const badges = async (): Promise<Json> => (await stage.api("GET", "/badges")).body;
  const pathOf = (url: string): string => url.replace("https://watch.example.org/bell", "");

  it.each<[string, string, (list: Json) => Json, string]>([
    ["the project", "default", (list) => list.project, "up"],
    ["a tag", "db", (list) => list.tags[0].urls, "up"],
    [
      "a monitor",
      "Nightly backup",
      (list) => list.monitors.find(({ name }: Json) => name === "Nightly backup").urls,
      "up",
    ],
  ])("of %s comes as picture, as JSON and for shields.io, without a key", async (_, label, pick, status) => {
    await makeHurt();
    const urls = pick(await badges());
    const svg = await get(pathOf(urls.svg));
    expect([svg.status, svg.type]).toEqual([200, "image/svg+xml; charset=utf-8"]);
    expect(svg.text).toContain(`<title id="title">${label}: ${status}</title>`);
    expect(svg.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    const json = await get(pathOf(urls.json));
    expect([json.status, json.type]).toEqual([200, "application/json; charset=utf-8"]);
    expect(JSON.parse(json.text)).toMatchObject({ label, status, up: 1, down: 0, late: 0, paused: 0 });
    expect(JSON.parse((await get(pathOf(urls.shields))).text)).toEqual({
      schemaVersion: 1,
      label,
      message: status,
      color: "success",
    });
    for (const { headers } of [svg, json]) {
      expect(headers.get("cache-control")).toBe("public, max-age=30");
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect((await get(pathOf(urls.svg), { "If-None-Match": svg.headers.get("etag") ?? "" })).status).toBe(304);
    }
  });

  it("follows a monitor through its life, and can count late as up", async () => {
    const id = await stage.makeMonitor({
      schedule: { type: "period", periodSeconds: 60, graceSeconds: 60 },
      tags: ["a/b.svg"],
    });
    const list = (await stage.api("GET", `/badges?monitor=${id}`)).body;
    expect(list.monitors).toHaveLength(1);
    const statuses = async (): Promise<string[]> => {
      forget();
      const urls = [
        list.monitors[0].urls.json,
        list.monitors[0].urls.twoStates.json,
        list.tags[0].urls.json,
        list.tags[0].urls.twoStates.json,
      ];
      return await Promise.all(urls.map(async (url) => JSON.parse((await get(pathOf(url))).text).status));
    };
    expect(await statuses()).toEqual(["new", "new", "new", "new"]);
    await stage.ping(id);
    expect(await statuses()).toEqual(["up", "up", "up", "up"]);
    stage.test.clock.advance(MINUTE);
    expect(await statuses()).toEqual(["late", "up", "late", "up"]);
    stage.test.clock.advance(MINUTE);
    expect(await statuses()).toEqual(["down", "down", "down", "down"]);
    await stage.command(id, "pause");
    expect(await statuses()).toEqual(["paused", "paused", "paused", "paused"]);
  });

  it("is judged once in 5 seconds, in whatever form it is asked for", async () => {
    const { project } = await badges();
    calls = [];
    for (const url of [project.svg, project.json, project.shields, project.twoStates.svg, project.svg])
      await get(pathOf(url));
    expect(calls).toEqual(["badgeSubject"]);
  });

  it("gives away no ping address", async () => {
    const text = JSON.stringify((await badges()).monitors.map(({ urls }: Json) => urls));
    expect(text).not.toContain(stage.test.firstMonitorId);
    expect(text).not.toContain(stage.test.firstMonitorId.replaceAll("-", ""));
  });

  it("that was never given out is not there, whatever is tried", async () => {
    await makeHurt();
    const { project, tags, monitors } = await badges();
    const [, , key, token] = pathOf(project.svg.replace(".svg", "")).split("/");
    const monitorToken = pathOf(monitors[0].urls.svg).split("/")[3]?.replace(".svg", "");
    for (const path of [
      "/badge",
      "/badge/",
      `/badge/${key}`,
      `/badge/${key}/${token}`,
      `/badge/${key}/${token}.png`,
      `/badge/${key}/${token}-3.svg`,
      `/badge/${key}/${"0".repeat(16)}.svg`,
      `/badge/${key}/${"0".repeat(32)}.svg`,
      `/badge/${"0".repeat(32)}/${token}.svg`,
      `/badge/${key}/${monitorToken}/db.svg`,
      pathOf(tags[0].urls.svg).replace("/db.svg", "/prod.svg"),
      `/badge/${key}/${token}/${"x".repeat(2_000)}.svg`,
      `/badge/${stage.test.projectId}/${stage.test.firstMonitorId}.svg`,
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await stage.test.http.request(pathOf(project.svg), { method: "POST" })).status).toBe(405);
  });

  it("that was taken back no longer works, and a new one does", async () => {
    const id = await makeHurt();
    const before = await badges();
    expect((await stage.api("POST", "/badges/rotate")).status).toBe(204);
    const after = await badges();
    for (const pick of [
      (list: Json) => list.project,
      (list: Json) => list.tags[0].urls,
      (list: Json) => list.monitors[0].urls,
    ]) {
      expect((await get(pathOf(pick(before).svg))).status).toBe(404);
      expect((await get(pathOf(pick(after).svg))).status).toBe(200);
    }
    await stage.api("DELETE", `/monitors/${id}`);
    const [gone] = after.monitors.filter(({ monitor }: Json) => monitor === id);
    forget();
    expect((await get(pathOf(gone.urls.svg))).status).toBe(404);
    expect(await stage.history("badges-rotated")).toMatchObject([{ actor: "first write key" }]);
  });

  it("monitors are listed page by page", async () => {
    await stage.makeMonitor({ name: "zz" });
    const first = (await stage.api("GET", "/badges?limit=1")).body;
    const second = (await stage.api("GET", `/badges?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.monitors, ...second.monitors].map(({ name }: Json) => name)).toEqual(["My first heartbeat", "zz"]);
    expect(second.nextCursor).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { type FakeApi, startFakeApi } from "../../../test/fake-api.ts";
import { cli } from "../../../test/run-cli.ts";
import type { TopicAnswer, TopicDeleted, TopicList, TopicTested } from "../../http/topics/schema.ts";

const PATH = "/api/v1/channels/default/topics/alerts";
const fields = {
  id: "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11",
  name: "default+alerts",
  channel: "default",
  topic: "alerts",
  createdAt: "2026-01-01T00:00:00.000Z",
};
const slack = {
  id: "i1",
  name: "ops",
  provider: "slack",
  model: null,
  notifyOn: null,
  enabled: true,
  suspended: { at: "2026-11-01T00:00:00.000Z", reason: "The webhook was revoked." },
};
const email = { ...slack, id: "i2", name: "on-call", provider: "email", notifyOn: ["down" as const], suspended: null };

type Integrations = z.output<typeof TopicAnswer>["integrations"];
const working: Integrations[number]["delivery"] = { state: "working", since: null, until: null, reason: null };

/** Typed by the API's own schemas, so that the fake cannot drift from the product. */
const topic: z.output<typeof TopicAnswer> = {
  ...fields,
  hash: "topic-hash",
  integrations: [slack, email].map((integration) => ({ ...integration, credentialsSet: ["url"], delivery: working })),
};
const list: z.output<typeof TopicList> = {
  topics: [
    { ...fields, integrations: [slack, email].map((integration) => ({ ...integration, delivery: working })) },
    { ...fields, name: "shop+orders", integrations: [] },
  ],
};

function options(api: FakeApi) {
  return { env: { WATCHBELL_URL: api.url, WATCHBELL_API_KEY: "write-key" } };
}

const shown = [
  "topic  default+alerts",
  "id     8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11",
  "hash   topic-hash",
  "",
  "INTEGRATION  PROVIDER  TOLD OF                STATE",
  "ops          slack     what the monitor says  given up: The webhook was revoked.",
  "on-call      email     down                   ok",
  "",
].join("\n");

describe("watchbell topics list and show", () => {
  it("lists topics with their integrations", async () => {
    await using api = await startFakeApi({ "GET /api/v1/topics": { status: 200, json: list } });
    const ran = await cli(["topics", "list"], options(api));
    expect(ran.out).toBe(
      [
        "TOPIC           INTEGRATIONS                  STATE",
        "default+alerts  ops (slack), on-call (email)  given up: The webhook was revoked., ok",
        "shop+orders     none: nobody is told",
        "",
      ].join("\n"),
    );
    expect(JSON.parse((await cli(["topics", "list", "--json"], options(api))).out)).toEqual(list.topics);
  });

  it.each([
    ["limited", null, "waits until 2026-11-01T00:10:00Z: its target asked for it"],
    ["storm", null, "gathers what comes too fast until 2026-11-01T00:10:00Z"],
    ["failing", "It answered 500.", "fails, tried again at 2026-11-01T00:10:00Z: It answered 500."],
  ] as const)("says of an integration that is %s why nothing arrives", async (state, reason, said) => {
    const delivery = { ...working, state, until: "2026-11-01T00:10:00Z", reason };
    const integrations = topic.integrations.slice(1).map((each) => ({ ...each, delivery }));
    await using api = await startFakeApi({ [`GET ${PATH}`]: { status: 200, json: { ...topic, integrations } } });
    const { out } = await cli(["topics", "show", "default+alerts"], { ...options(api), columns: 200 });
    expect(out).toContain(said);
  });

  it("shows one topic", async () => {
    await using api = await startFakeApi({ [`GET ${PATH}`]: { status: 200, json: topic } });
    expect((await cli(["topics", "show", "default+alerts"], options(api))).out).toBe(shown);
  });

  it("shows that a read key does not see the hash", async () => {
    await using api = await startFakeApi({
      [`GET ${PATH}`]: { status: 200, json: { ...topic, hash: null, integrations: [] } },
    });
    const { out } = await cli(["topics", "show", "default+alerts"], options(api));
    expect(out).toContain("hash   shown to keys that may write");
    expect(out).toContain("nobody is told");
  });

  it.each(["alerts", "a+b+c", "+b", "a+"])("ends with 2 for the name %j", async (name) => {
    await using api = await startFakeApi({});
    const ran = await cli(["topics", "show", name], options(api));
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("is no topic name") });
  });

  it("escapes a name for the path", async () => {
    await using api = await startFakeApi({
      "GET /api/v1/channels/caf%C3%A9%20%3F/topics/%23%25": { status: 200, json: topic },
    });
    expect(await cli(["topics", "show", "café ?+#%"], options(api))).toMatchObject({ code: 0 });
  });
});

describe("watchbell topics put", () => {
  const yaml =
    "integrations:\n  - name: ops\n    provider: slack\n    credentials: {url: 'https://hooks.example.org/x'}\n";
  const body = {
    integrations: [{ name: "ops", provider: "slack", credentials: { url: "https://hooks.example.org/x" } }],
  };

  it.each([
    ["a YAML file", "alerts.yaml", { files: { "alerts.yaml": yaml } }],
    ["a JSON file", "alerts.json", { files: { "alerts.json": JSON.stringify(body) } }],
    ["stdin", "-", { stdin: yaml }],
  ])("puts what %s says", async (_what, file, from) => {
    await using api = await startFakeApi({ [`PUT ${PATH}`]: { status: 201, json: topic } });
    const ran = await cli(["topics", "put", "default+alerts", file], { ...options(api), ...from });
    expect(ran).toEqual({ code: 0, out: shown, err: "" });
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual(body);
  });

  it("says what is wrong with a file, without repeating it", async () => {
    await using api = await startFakeApi({});
    const put = (file: string) =>
      cli(["topics", "put", "default+alerts", file], { ...options(api), files: { bad: "credentials: {url: hunter2" } });
    const bad = await put("bad");
    expect(bad).toMatchObject({ code: 1, err: expect.stringContaining("bad is neither YAML nor JSON") });
    expect(bad.err).not.toContain("hunter2");
    expect(await put("none")).toMatchObject({ code: 1, err: "watchbell: The file none does not exist.\n" });
  });
});

describe("watchbell topics delete, test and rotate-hash", () => {
  it("says what a deletion cancels", async () => {
    const deleted: z.output<typeof TopicDeleted> = {
      name: "default+alerts",
      cancelled: [{ id: "m1", event: "down", integration: "ops" }],
      monitors: ["Backup", "Mail"],
    };
    await using api = await startFakeApi({ [`DELETE ${PATH}`]: { status: 200, json: deleted } });
    expect((await cli(["topics", "delete", "default+alerts"], options(api))).out).toBe(
      "default+alerts: deleted. 1 waiting message is cancelled.\n2 monitors named it: Backup, Mail.\n",
    );
  });

  it("says truly how each integration fared and ends with 1 when one failed", async () => {
    const tested: z.output<typeof TopicTested> = {
      ok: false,
      integrations: [
        { name: "ops", outcome: "rejected", reason: "The webhook was revoked.", answer: "no_service", messageId: "m1" },
        { name: "on-call", outcome: "accepted", reason: "The server took it.", answer: null, messageId: "m2" },
      ],
    };
    await using api = await startFakeApi({ [`POST ${PATH}/test`]: { status: 200, json: tested } });
    expect(await cli(["topics", "test", "default+alerts"], { ...options(api), colours: true })).toEqual({
      code: 1,
      err: "",
      out: [
        "INTEGRATION  OUTCOME   WHY",
        "ops          <red>rejected</>  The webhook was revoked.",
        "on-call      <green>accepted</>  The server took it.",
        "",
      ].join("\n"),
    });
  });

  it("ends with 0 when all arrived", async () => {
    const tested: z.output<typeof TopicTested> = {
      ok: true,
      integrations: [{ name: "ops", outcome: "delivered", reason: "ok", answer: null, messageId: "m1" }],
    };
    await using api = await startFakeApi({ [`POST ${PATH}/test`]: { status: 200, json: tested } });
    expect(await cli(["topics", "test", "default+alerts"], options(api))).toMatchObject({ code: 0 });
  });

  it("prints the new hash alone, so that a script can take it", async () => {
    await using api = await startFakeApi({ [`POST ${PATH}/rotate-hash`]: { status: 200, json: { hash: "new-hash" } } });
    expect(await cli(["topics", "rotate-hash", "default+alerts"], options(api))).toMatchObject({
      code: 0,
      out: "new-hash\n",
    });
  });
});

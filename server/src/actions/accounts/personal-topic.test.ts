import { afterEach, describe, expect, it } from "vitest";
import { type Browser, setUpOwner } from "../../../test/browser.ts";
import { type ReceivedMail, startSmtpVendor } from "../../../test/contracts/smtp-vendor.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { personalTopicName } from "./personal-topic.ts";

const HOUR = 3_600_000;

let test: TestApp;
let olga: Browser;
let topic: string;
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function start(options: Parameters<typeof createTestApp>[0] = {}): Promise<void> {
  test = await createTestApp(options);
  undo.push(() => test.close());
  olga = await setUpOwner(test);
  const [account] = await test.store.accounts.list();
  topic = personalTopicName(account?.id ?? "");
}

async function startMail() {
  const server = await startSmtpVendor((port) => `smtp://127.0.0.1:${port}`);
  undo.push(() => server.close());
  return server;
}

/** A service of Olga's that checks in once and never again. */
async function silentService(topicGiven?: string) {
  const body = {
    name: "night shift",
    interval: { every: 1, unit: "hours" },
    threshold: 0,
    ...(topicGiven && { topic: topicGiven }),
  };
  const made = (await olga.call("POST", "/services", body)).body;
  const headers = { "x-api-key": made.key };
  expect((await test.http.request(`/notify/${made.id}`, { headers })).status).toBeLessThan(300);
  await test.pass(HOUR);
  return made;
}

const attempts = async (): Promise<unknown[]> => {
  const { messages } = (await olga.call("GET", "/messages")).body;
  const shown = await Promise.all(messages.map(({ id }: { id: string }) => olga.call("GET", `/messages/${id}`)));
  return shown.flatMap(({ body }) => body.attempts);
};

describe("a service that an account adds", () => {
  it("tells the account itself when it is dead, by mail to the address that it has then", async () => {
    const server = await startMail();
    const settings = { smtpUrl: String(server.credentials), mailFrom: "bell@example.org", outgoing: "public" } as const;
    await start({ settings });
    const service = await silentService();
    expect(service.topics).toEqual([topic]);
    expect(server.received).toMatchObject([{ from: "bell@example.org", to: ["olga@example.org"] }]);
    expect((server.received[0] as ReceivedMail).raw).toContain("night shift");
    const [account] = await test.store.accounts.list();
    await test.store.accounts.change(account?.id ?? "", { email: "moved@example.org" }, "test");
    await olga.call("POST", `/channels/people/topics/${account?.id}/test`);
    expect(server.received.at(-1)).toMatchObject({ to: ["moved@example.org"] });
  });

  it("is written to the log while no mail server is set, and the message says so", async () => {
    await start();
    await silentService();
    expect(test.logLines.filter(({ text }) => text === "notification")).toHaveLength(1);
    expect(await attempts()).toMatchObject([
      { outcome: "delivered", reason: expect.stringContaining("WATCHBELL_SMTP_URL") },
    ]);
  });

  it("tells another topic where that is given, and the default ones where a key adds it", async () => {
    await start();
    expect((await silentService("default+alerts")).topics).toEqual(["default+alerts"]);
    const made = await test.http.request("/api/v1/services", {
      method: "POST",
      headers: { "X-Api-Key": test.keys.write },
      body: '{"name": "by a key", "interval": {"every": 1, "unit": "days"}}',
    });
    expect(((await made.json()) as { topics: string[] }).topics).toEqual(["default+alerts"]);
  });

  it("leaves a personal topic as its owner made it", async () => {
    await start();
    const path = `/channels/people/topics/${topic.split("+")[1]}`;
    await olga.call("PUT", path, { integrations: [{ name: "mine", provider: "log" }] });
    await silentService();
    expect((await olga.call("GET", path)).body.integrations).toMatchObject([{ name: "mine" }]);
  });
});

describe("the address of an account", () => {
  it("cannot be had by naming the account in an integration of one's own", async () => {
    await start();
    const credentials = { account: topic.split("+")[1] };
    const integrations = [{ name: "hers", provider: "email", credentials }];
    const refused = await olga.call("PUT", "/channels/a/topics/b", { integrations });
    expect([refused.status, refused.body.error.code]).toEqual([400, "invalid_credentials"]);
  });

  it("is not shown with its topic, only that it is set", async () => {
    await start();
    const { body } = await olga.call("GET", `/channels/people/topics/${topic.split("+")[1]}`);
    expect(body.integrations).toMatchObject([{ name: "my e-mail", provider: "email", credentialsSet: ["account"] }]);
    expect(JSON.stringify(body)).not.toContain("olga@");
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { EVENTS } from "../../model/index.ts";

const SLACK = "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

const preview = (body: object) => api("POST", "/topics/preview", body);

describe("the preview of a message", () => {
  it("fills a model in with a sample, and names the variables that there are not", async () => {
    const { status, body } = await preview({ provider: "log", model: "$name is $status, $sevrity!" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      event: "down",
      title: "Nightly backup is DOWN",
      text: "Nightly backup is down, $sevrity!",
      payload: { title: "Nightly backup is down, $sevrity!" },
      fault: null,
      unknown: ["sevrity"],
    });
    expect(body.variables).toContainEqual({ name: "name", value: "Nightly backup", text: expect.any(String) });
  });

  it("renders every event with every provider, whose credentials nobody has typed yet", async () => {
    for (const provider of test.app.providers.kinds().filter((kind) => kind !== "webhook")) {
      for (const event of EVENTS) {
        const { status, body } = await preview({ provider, about: { type: "sample", event } });
        expect([provider, event, status]).toEqual([provider, event, 200]);
        expect(body.payload).not.toBeNull();
      }
    }
  });

  it("tells what really happened: what a message told, or what was last told of a monitor", async () => {
    const { body: monitor } = await api("POST", "/monitors", { name: "Invoices" });
    const about = { type: "monitor", id: monitor.id };
    expect((await preview({ provider: "log", about })).body.error.message).toContain("sample");
    await test.http.request(`/ping/${monitor.id}/fail`);
    const [message] = (await api("GET", `/messages?monitor=${monitor.id}`)).body.messages;
    for (const subject of [about, { type: "message", id: message.id }]) {
      const { body } = await preview({ provider: "log", model: "$name: $reason", about: subject });
      expect(body).toMatchObject({ event: "down", text: "Invoices: The job reported a failure." });
    }
    expect((await preview({ provider: "log", about: { type: "message", id: "x" } })).status).toBe(404);
    expect((await api("GET", "/messages")).body.messages).toHaveLength(1);
  });

  it("shows a publication with its own names", async () => {
    const about = { type: "sample", event: "publication" };
    const { body } = await preview({ provider: "log", model: "$order", about });
    expect(body.text).toBe("4711");
    expect(body.variables).toContainEqual({ name: "order", value: "4711", text: null });
  });

  it("uses the credentials of an integration and shows nothing of them", async () => {
    const url = "https://example.com/hooks/s3cr3t-t0ken-42?name=$name";
    const credentials = { url, headers: { Authorization: "Bearer t0ps3cret-value-77" }, body: '{"text": "$name"}' };
    const integrations = [
      { name: "hook", provider: "webhook", credentials },
      { name: "chat", provider: "slack", credentials: { url: SLACK } },
    ];
    await api("PUT", "/channels/c/topics/t", { integrations });
    const integration = { channel: "c", topic: "t", name: "hook" };
    const { status, body } = await preview({ provider: "webhook", integration });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/s3cr3t-t0ken-42|t0ps3cret-value-77/);
    expect(body.payload).toMatchObject({ kind: "text", method: "POST" });
    const edited = { url: "https://example.com/new/$name", body: '{"text": "new $name"}' };
    const withKept = await preview({
      provider: "webhook",
      integration,
      credentials: { body: edited.body },
      keepCredentials: ["url", "headers"],
    });
    expect(withKept.body.payload).toMatchObject({ body: '{"text": "new Nightly backup"}' });
    expect(JSON.stringify(withKept.body)).not.toMatch(/s3cr3t-t0ken-42|t0ps3cret-value-77/);
    const moved = await preview({
      provider: "webhook",
      integration,
      credentials: edited,
      keepCredentials: ["headers"],
    });
    expect([moved.status, moved.body.error.field]).toEqual([400, "credentials.url"]);
    const other = await preview({ provider: "slack", integration });
    expect([other.status, other.body.error.field]).toEqual([404, "integration.name"]);
  });

  it("says why a webhook could not be sent so", async () => {
    const credentials = { url: "https://example.com/" };
    const { body } = await preview({ provider: "webhook", credentials, model: "{ $name }" });
    expect(body.fault).toContain("announced as JSON");
  });

  it("refuses what nobody could send", async () => {
    expect((await preview({ provider: "pigeon" })).body.error).toMatchObject({
      code: "unknown_provider",
      field: "provider",
    });
    const withoutUrl = await preview({ provider: "webhook" });
    expect(withoutUrl.body.error).toMatchObject({ code: "invalid_credentials", field: "credentials.url" });
    const misspelt = await preview({ provider: "slack", credentials: { ur: SLACK } });
    expect([misspelt.status, misspelt.body.error.code]).toEqual([400, "invalid_credentials"]);
    expect((await api("POST", "/topics/preview", {})).body.error.field).toBe("provider");
  });
});

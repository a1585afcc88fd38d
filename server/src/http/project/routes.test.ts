import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

describe("the project", () => {
  it("has a name, a zone and default topics, and each can be changed", async () => {
    expect((await api("GET", "/project")).body).toMatchObject({
      name: "default",
      timezone: "UTC",
      defaultTopics: ["default+alerts"],
    });
    await api("PUT", "/channels/ops/topics/night", { integrations: [] });
    const { status, body } = await api("PATCH", "/project", {
      timezone: "Europe/Kiev",
      defaultTopics: ["ops+night", "ops+night"],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "default", timezone: "Europe/Kyiv", defaultTopics: ["ops+night"] });
    expect((await api("POST", "/monitors", {})).body.topics).toEqual(["ops+night"]);
    const history = (await api("GET", "/history?kind=project-changed")).body.history;
    expect(history).toMatchObject([{ actor: "first write key" }]);
  });

  it.each([
    [{ timezone: "Mars/Olympus" }, "timezone", "invalid_input"],
    [{ name: "" }, "name", "invalid_input"],
    [{ defaultTopics: ["no+such"] }, "defaultTopics", "unknown_topic"],
    [{ id: "x" }, "id", "invalid_input"],
  ])("%j is refused at its field", async (body, field, code) => {
    const answer = await api("PATCH", "/project", body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code, field });
  });
});

describe("the history", () => {
  it("tells what happened, newest first, and narrows by monitor and kind", async () => {
    const { body: monitor } = await api("POST", "/monitors", { name: "job" });
    test.clock.advance(1_000);
    await test.http.request(`/ping/${monitor.id}/fail`);
    const { body } = await api("GET", `/history?monitor=${monitor.id}`);
    expect(body.history.map(({ kind }: { kind: string }) => kind)).toEqual(["status", "monitor-created"]);
    expect(body.history).toMatchObject([{ actor: "ping" }, { actor: "first write key" }]);
    expect((await api("GET", "/history?kind=status")).body.history).toHaveLength(1);
    expect((await api("GET", "/history?kind=nonsense")).body.error.field).toBe("kind");
  });

  it("tells what happened to one topic, and nothing of another's", async () => {
    const { body: topic } = await api("PUT", "/channels/ops/topics/night", { integrations: [] });
    await api("PUT", "/channels/ops/topics/day", { integrations: [] });
    const { body } = await api("GET", `/history?topic=${topic.id}`);
    expect(body.history).toMatchObject([{ kind: "topic-created", topicId: topic.id }]);
    expect((await api("GET", "/history?topic=nobody")).body).toEqual({ history: [], nextCursor: null });
  });
});

import { describe, expect, it } from "vitest";
import { clock } from "../../test/monitor-story.ts";
import { someIntegration, someTopic } from "../../test/route-facts.ts";
import { routePublication } from "./route-publication.ts";
import { routeSuspension } from "./route-suspension.ts";
import { routeTest } from "./route-test.ts";

const project = { id: "p1", name: "home" };
const now = clock("03:00");
const topic = someTopic([
  someIntegration({ name: "ops" }),
  someIntegration({ name: "quiet", notifyOn: [] }),
  someIntegration({ name: "disabled", enabled: false }),
  someIntegration({ name: "suspended", suspended: { at: 1, reason: "gone" } }),
]);

describe("a publication", () => {
  it("goes to every enabled integration, whatever sides it notifies on", () => {
    const metadata = { val1: "value one" };
    const notification = routePublication({ project, topic, metadata, now });
    expect(notification).toMatchObject({
      event: "publication",
      projectId: "p1",
      topicId: "t-alerts",
      monitorId: null,
      alertKey: null,
      facts: { type: "publication", projectName: "home", topic: "default+alerts", at: now, metadata },
    });
    expect(notification.messages.map((m) => m.integrationName)).toEqual(["ops", "quiet", "suspended"]);
    expect(notification.messages[0]).toMatchObject({
      reason: "It was published to default+alerts.",
      waitingDown: "keep",
      onlyIfSuperseding: false,
    });
  });

  it("to a topic without integrations is a notification without messages", () => {
    expect(routePublication({ project, topic: someTopic([]), metadata: {}, now }).messages).toEqual([]);
  });
});

describe("a test", () => {
  it.each(["ops", "disabled", "suspended"])("goes to the integration %s and to no other", (integrationName) => {
    const notification = routeTest({ project, topic, integrationName, now });
    expect(notification).toMatchObject({ event: "test", alertKey: null, facts: { integration: integrationName } });
    expect(notification.messages.map((m) => m.integrationId)).toEqual([`i-${integrationName}`]);
  });

  it("of an integration that is not there is a bug of the caller", () => {
    expect(() => routeTest({ project, topic, integrationName: "nobody", now })).toThrow("no integration of this name");
  });
});

describe("a suspension", () => {
  it("is told to the others that work", () => {
    const integration = { id: "i-quiet", name: "quiet", provider: "slack" };
    const notification = routeSuspension({
      project,
      topic,
      integration,
      reason: "It answered 404.",
      now,
      baseUrl: "https://watchbell.example",
    });
    expect(notification.messages.map((m) => m.integrationName)).toEqual(["ops"]);
    expect(notification.facts).toEqual({
      type: "suspended",
      projectName: "home",
      topic: "default+alerts",
      at: now,
      integration: "quiet",
      provider: "slack",
      reason: "It answered 404.",
      url: "https://watchbell.example/topics/t-alerts",
    });
  });
});

import { expect, it } from "vitest";
import { createFakeClock } from "../../test/fake-clock.ts";
import { startSink } from "../../test/sink.ts";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { stageOf, webhookTo } from "../../test/whole/stage.ts";
import { deliverDue } from "./deliver-due.ts";

const HOUR = 3_600_000;

/** The attempts of one message whose target is busy, made by a process whose clock is wrong by so much. */
async function retried(test: TestApp, wrongBy: number) {
  const sink = await startSink((_, response) => void response.writeHead(503).end());
  const stage = stageOf(test);
  await stage.putTopic([webhookTo(sink.url)]);
  await stage.publish({ title: "hello" });
  const app = { ...test.app, clock: createFakeClock(test.clock.now() + wrongBy) };
  while ((await deliverDue(app)) > 0);
  const { items } = await test.store.outbox.list({ projectId: test.projectId, limit: 10, event: "publication" });
  await sink.close();
  return { received: sink.received.length, message: items[0] };
}

it.each([
  ["behind", -HOUR],
  ["ahead", 40 * HOUR],
])(
  "a process whose clock is %s of the store's tries again when the plan says so, in the store's time",
  async (_, ms) => {
    const test = await createTestApp();
    const { received, message } = await retried(test, ms);
    expect(received).toBe(1);
    expect(message).toMatchObject({ status: "waiting", attemptCount: 1 });
    expect((message?.dueAt ?? 0) - test.clock.now()).toBeGreaterThan(3_000);
    expect((message?.dueAt ?? 0) - test.clock.now()).toBeLessThan(7_000);
    const found = await test.store.outbox.get(test.projectId, message?.id ?? "");
    expect(found?.attempts.map(({ at }) => at)).toEqual([test.clock.now()]);
    await test.close();
  },
);

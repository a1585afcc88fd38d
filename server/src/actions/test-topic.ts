import type { Delivery } from "../deliver/delivery.ts";
import { AppError, type AttemptOutcome, type Integration, type Project, type Topic } from "../model/index.ts";
import { routeTest } from "../route/route-test.ts";
import type { Settlement } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import { LEASE_MS } from "./deliver-due.ts";
import { getProject } from "./get-project.ts";
import { getTopic, type TopicAddress } from "./get-topic.ts";
import { tellChange } from "./tell-change.ts";

/** How a test message to one integration fared. */
export interface TestResult {
  readonly name: string;
  /** `waiting`: it could not be tried now. */
  readonly outcome: AttemptOutcome | "waiting";
  readonly reason: string;
  /** What the target said, secrets blanked. */
  readonly answer: string | null;
  readonly messageId: string;
}

const LOOK_AGAIN_MS = 200;

/** A topic, and the name of its only integration to try; absent: each of them. */
interface TestTarget extends TopicAddress {
  readonly integration?: string | undefined;
}

/**
 * Sends one message to each integration of a topic now, or to one, all at once, and tells truly how each fared. The messages are
 * kept and logged as any others, but tried once only: hours later nobody waits for a test any more.
 */
export async function testTopic(app: App, caller: Caller, target: TestTarget): Promise<readonly TestResult[]> {
  const topic = await getTopic(app, caller, target);
  const integrations = chosen(topic, target.integration);
  const project = await getProject(app, caller);
  const results = await Promise.all(
    integrations.map((integration) => test(app, caller, { project, topic, integration })),
  );
  tellChange(app, caller.projectId, "message", null);
  tellChange(app, caller.projectId, "topic", topic.id);
  return results;
}

function chosen({ integrations, name: topic }: Topic, name: string | undefined): readonly Integration[] {
  if (name === undefined) return integrations;
  const one = integrations.find((integration) => integration.name === name);
  if (one !== undefined) return [one];
  throw new AppError("not_found", `The topic ${topic} has no integration "${name}".`, "integration");
}

interface Target {
  readonly project: Project;
  readonly topic: Topic;
  readonly integration: Integration;
}

async function test(app: App, caller: Caller, { project, topic, integration }: Target): Promise<TestResult> {
  const { name } = integration;
  const now = await app.store.now();
  const outcome = await app.store.outbox.publish(routeTest({ project, topic, integrationName: name, now }));
  const messageId = outcome.kind === "published" ? outcome.messages[0]?.id : undefined;
  if (messageId === undefined) throw new Error("a test notification made no message");
  const until = app.clock.now() + Math.min(LEASE_MS, app.longestAnswerMs);
  const result = (await tryNow(app, messageId)) ?? (await watch(app, caller, { messageId, until }));
  const arrived = result?.outcome === "delivered" || result?.outcome === "accepted";
  if (arrived && integration.suspended !== null) await app.store.topics.resume(integration.id, caller.actor);
  return result === null ? { name, messageId, ...WAITING } : { name, messageId, ...result };
}

const WAITING = {
  outcome: "waiting",
  reason: "It is still on its way. Look the message up by its id to see what became of it.",
  answer: null,
} as const;

type Tried = Pick<TestResult, "reason" | "answer"> & { readonly outcome: AttemptOutcome };

/** Null: it was not ours to send, because the delivery loop was quicker. */
async function tryNow(app: App, messageId: string): Promise<Tried | null> {
  const claimed = await app.store.outbox.claimMessage(messageId, LEASE_MS);
  if (claimed === null) return null;
  const delivery = await attemptDelivery(app, claimed, { limitMs: app.longestAnswerMs });
  const { outcome, reason, answer } = delivery.attempt;
  await app.store.outbox.settle(claimed.leaseId, onceOnly(delivery));
  return { outcome, reason, answer };
}

/** Whoever asked for the test learns of a suspension from the answer, so no notices go out. */
function onceOnly(delivery: Delivery): Settlement {
  switch (delivery.kind) {
    case "finished":
      return delivery;
    case "again":
      return { kind: "dead", attempt: delivery.attempt, target: delivery.target };
    case "dead":
      return { ...delivery, suspend: delivery.suspend && { ...delivery.suspend, notices: [] } };
  }
}

/** Looks on while somebody else sends it; null when that takes too long. */
async function watch(
  app: App,
  caller: Caller,
  { messageId, until }: { readonly messageId: string; readonly until: number },
): Promise<Tried | null> {
  for (;;) {
    const found = await app.store.outbox.get(caller.projectId, messageId);
    const attempt = found?.attempts.at(-1);
    if (attempt !== undefined) return { outcome: attempt.outcome, reason: attempt.reason, answer: attempt.answer };
    if (found?.message.status !== "waiting" || app.clock.now() >= until) return null;
    await app.clock.sleep(LOOK_AGAIN_MS);
  }
}

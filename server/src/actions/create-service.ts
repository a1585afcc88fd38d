import { newSecret } from "../lib/ids.ts";
import { AppError, type Monitor } from "../model/index.ts";
import { personalTopic, personalTopicName } from "./accounts/personal-topic.ts";
import type { App, Caller } from "./app.ts";
import { unknownTopics } from "./change-monitor.ts";
import { checkScheduleInput } from "./check-schedule-input.ts";
import { type ServiceInput, serviceSeed } from "./service-seed.ts";
import { tellChange } from "./tell-change.ts";

/** Makes a service with a key of its own, both or neither. */
export async function createService(
  app: App,
  caller: Caller,
  input: ServiceInput,
): Promise<{ readonly service: Monitor; readonly key: string }> {
  const personal = input.topic === null ? personalTopicOf(app, caller) : null;
  const seed = serviceSeed(caller.projectId, { ...input, topic: personal?.name ?? input.topic });
  checkScheduleInput(seed.config.schedule, "interval");
  const key = newSecret("wbc_");
  const things = {
    monitors: [{ seed, key: { name: input.name, value: key } }],
    topics: personal === null ? [] : [personal.input],
  };
  const [outcome] = (await app.store.people.bringIn(things, caller.actor)).monitors;
  if (outcome?.kind === "created" && outcome.monitor !== null) {
    tellChange(app, caller.projectId, "monitor", outcome.monitor.id);
    return { service: outcome.monitor, key };
  }
  if (outcome?.kind !== "refused") throw new Error("a new service was known already");
  if (outcome.why === "unknown-topics") throw unknownTopics([input.topic ?? ""], "topic");
  if (outcome.why !== "too-many") throw new Error(`a new service was refused: ${outcome.why}`);
  throw new AppError("too_many_monitors", "The project has as many monitors that make themselves as it may have.");
}

/** What an account adds tells the account itself; its topic is made with the first service, and left as it is afterwards. */
function personalTopicOf(app: App, { projectId, account }: Caller) {
  if (account === null) return null;
  return { name: personalTopicName(account.id), input: personalTopic(app, projectId, account.id) };
}

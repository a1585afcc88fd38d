import { topicName } from "../../model/index.ts";
import type { BootstrapSeed } from "../ports.ts";
import { hasAccounts } from "./accounts/load-register.ts";
import { createKeyIn } from "./api-keys.ts";
import { createMonitorIn } from "./create-monitor-in.ts";
import type { DynamoDeps } from "./deps.ts";
import { metaKey } from "./keys.ts";
import { putTopicIn } from "./put-topic.ts";
import { transact } from "./transact.ts";
import { createProjectItems } from "./write-project.ts";

/** Of several functions that start at once one makes the first project: whoever writes this item. */
const FIRST_PROJECT = metaKey("first-project");

/** Makes the first project with all it needs, once for ever. */
export async function bootstrap(deps: DynamoDeps, seed: BootstrapSeed): Promise<boolean> {
  return await transact(deps, async (trx) => {
    // Where people have accounts an owner may have deleted the last project: that is no first start.
    if ((await trx.get(FIRST_PROJECT)) !== null || (await hasAccounts(trx))) return false;
    trx.put({ ...FIRST_PROJECT, id: seed.projectId });
    const { projectId: id, projectName: name, timezone, topic } = seed;
    createProjectItems(trx, { id, name, timezone, defaultTopics: [topicName(topic.channel, topic.topic)] });
    for (const key of seed.keys) {
      const made = await createKeyIn(deps, trx, { projectId: id, ...key }, "start");
      if (made === "taken") throw new Error("two of the first keys have the same value");
    }
    await putTopicIn(deps, trx, topic, "start");
    const made = await createMonitorIn(deps, trx, seed.monitor, { type: "configure", actor: "start", patch: {} });
    if (made.kind !== "changed") throw new Error(`the first monitor could not be made: ${made.kind}`);
    return true;
  });
}

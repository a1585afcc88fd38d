import { Command } from "@commander-js/extra-typings";
import type { CliContext } from "../context.ts";
import { deleteTopicCommand } from "./delete-topic.ts";
import { listTopicsCommand } from "./list-topics.ts";
import { putTopicCommand } from "./put-topic.ts";
import { rotateHashCommand } from "./rotate-hash.ts";
import { showTopicCommand } from "./show-topic.ts";
import { testTopicCommand } from "./test-topic.ts";

/** `watchbell topics`: the commands about topics. */
export function topicsCommand(context: CliContext) {
  return new Command("topics")
    .description("List, show, put, test and delete topics: where notifications go.")
    .addCommand(listTopicsCommand(context))
    .addCommand(showTopicCommand(context))
    .addCommand(putTopicCommand(context))
    .addCommand(testTopicCommand(context))
    .addCommand(rotateHashCommand(context))
    .addCommand(deleteTopicCommand(context));
}

import { Command } from "@commander-js/extra-typings";
import type { CliContext } from "../context.ts";
import { listMessagesCommand } from "./list-messages.ts";
import { replayMessagesCommand } from "./replay-messages.ts";
import { showMessageCommand } from "./show-message.ts";

/** `watchbell messages`: the commands about messages. */
export function messagesCommand(context: CliContext) {
  return new Command("messages")
    .description("List and show messages, and send dead ones again.")
    .addCommand(listMessagesCommand(context))
    .addCommand(showMessageCommand(context))
    .addCommand(replayMessagesCommand(context));
}

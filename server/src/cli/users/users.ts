import { Command } from "@commander-js/extra-typings";
import type { CliContext } from "../context.ts";
import { deleteUserCommand } from "./delete-user.ts";
import { listUsersCommand } from "./list-users.ts";
import { makeOperatorCommand } from "./make-operator.ts";
import { resetUserCommand } from "./reset-user.ts";
import { setUpUserCommand } from "./set-up-user.ts";

/** `watchbell users`: the commands about accounts, on the machine of the server. */
export function usersCommand(context: CliContext) {
  return new Command("users")
    .description(
      "List and delete accounts, and make links for a new password or the first one; on the server's machine.",
    )
    .addCommand(listUsersCommand(context))
    .addCommand(resetUserCommand(context))
    .addCommand(setUpUserCommand(context))
    .addCommand(deleteUserCommand(context))
    .addCommand(makeOperatorCommand(context));
}

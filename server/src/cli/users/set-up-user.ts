import { Command } from "@commander-js/extra-typings";
import { makeSetUpLink } from "../../actions/accounts/set-up.ts";
import { examples } from "../api-command.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { withAccounts } from "./open-accounts.ts";

/** `watchbell users set-up`: a fresh link for the first account. */
export function setUpUserCommand(context: CliContext) {
  return new Command("set-up")
    .description("Make a fresh link for the first account, its owner. The link that the start printed is good no more.")
    .addHelpText("after", `\nWorks beside a running server.\n${examples("watchbell users set-up")}`)
    .action(async () => {
      const url = await withAccounts(context, (open) => makeSetUpLink(open, { replaces: true }));
      if (url !== null) return context.print(url);
      throw new CliFault(
        "There is an account already.",
        "`watchbell users reset EMAIL` makes a link for a new password of it.",
      );
    });
}

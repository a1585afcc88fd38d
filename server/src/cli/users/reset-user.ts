import { Command } from "@commander-js/extra-typings";
import { makePasswordLink } from "../../actions/accounts/reset-password.ts";
import { examples } from "../api-command.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { withAccounts } from "./open-accounts.ts";

const DAY_MS = 24 * 3_600_000;

/** `watchbell users reset`: a link with which somebody chooses a new password. */
export function resetUserCommand(context: CliContext) {
  return new Command("reset")
    .description("Make a link with which somebody chooses a new password.")
    .argument("<email>", "e-mail of the account")
    .option("--second-factor", "take app, passkeys and recovery codes away too, of somebody who has lost them")
    .addHelpText(
      "after",
      `\nWorks beside a running server. The link is good once and for a day; one that was made before is good no more.\n${examples(
        "watchbell users reset ann@example.org",
        "watchbell users reset ann@example.org --second-factor",
      )}`,
    )
    .action(async (email, { secondFactor }) => {
      const url = await withAccounts(context, async ({ settings, store }) => {
        const found = await store.accounts.findByEmail(email.trim());
        if (found === null) {
          throw new CliFault("No account has this e-mail.", "`watchbell users list` tells which there are.");
        }
        if (secondFactor) await store.accounts.removeFactors(found.account.id, "command line");
        return await makePasswordLink({ settings, store }, found.account, DAY_MS);
      });
      context.print(url);
    });
}

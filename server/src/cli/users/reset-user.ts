import { Command } from "@commander-js/extra-typings";
import { makePasswordLink } from "../../actions/accounts/reset-password.ts";
import { examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { findAccount } from "./find-account.ts";
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
        const account = await findAccount(store, email);
        if (secondFactor) await store.accounts.removeFactors(account.id, "command line");
        return await makePasswordLink({ settings, store }, account, DAY_MS);
      });
      context.print(url);
    });
}

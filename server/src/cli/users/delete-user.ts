import { Command } from "@commander-js/extra-typings";
import { deleteAccount } from "../../actions/accounts/delete-account.ts";
import { AppError, type Departure, type NamedProject } from "../../model/index.ts";
import { examples } from "../api-command.ts";
import { CliFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { plainText } from "../plain-text.ts";
import { findAccount } from "./find-account.ts";
import { withAccounts } from "./open-accounts.ts";

/** `watchbell users delete`: takes somebody's account away. */
export function deleteUserCommand(context: CliContext) {
  return new Command("delete")
    .description(
      "Delete an account, and the projects that nobody else is in. Without --yes it only tells what would go.",
    )
    .argument("<email>", "e-mail of the account")
    .option("--yes", "really delete it")
    .addHelpText(
      "after",
      `\nWorks beside a running server, where its sessions end within seconds. What it did stays in the history under its name.\n${examples(
        "watchbell users delete ann@example.org",
        "watchbell users delete ann@example.org --yes",
      )}`,
    )
    .action(async (email, { yes = false }) => {
      await withAccounts(context, async ({ store }) => {
        const { id: accountId, email: known } = await findAccount(store, email);
        const departure = yes
          ? await deleteAccount({ store }, { accountId, remedy: "shell" }, "command line").catch(asFault)
          : await store.accounts.departure(accountId);
        if (departure === null) throw new CliFault("The account is gone already.");
        for (const line of render(known, departure, yes)) context.print(line);
      });
    });
}

function asFault(error: unknown): never {
  throw error instanceof AppError ? new CliFault(error.message) : error;
}

function render(email: string, departure: Departure, isDone: boolean): readonly string[] {
  const { deleted, left, ownerless, isLastOperator, isLastAccount } = departure;
  const lines = [
    isDone ? `${plainText(email)} is deleted.` : `${plainText(email)} would be deleted.`,
    `  Projects that ${isDone ? "went" : "would go"} with it: ${namesOf(deleted)}`,
    `  Projects that go on without it: ${namesOf(left)}`,
  ];
  if (ownerless.length > 0)
    lines.push(`  It is the last owner of ${namesOf(ownerless)}: another one must be made first.`);
  if (isLastOperator) lines.push("  It is the last operator: make another one first with `watchbell users operator`.");
  if (isLastAccount) lines.push("  Nobody has an account then: `watchbell users set-up` makes a link for a first one.");
  if (!isDone) lines.push("Nothing is deleted yet. Run it again with --yes.");
  return lines;
}

function namesOf(projects: readonly NamedProject[]): string {
  return projects.length === 0 ? "none" : projects.map(({ name }) => plainText(name)).join(", ");
}

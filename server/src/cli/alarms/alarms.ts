import { Command } from "@commander-js/extra-typings";
import type { CliContext } from "../context.ts";
import { changeTokenCommand } from "./change-token.ts";
import { createTokenCommand, SOURCES } from "./create-token.ts";
import { listAlarmsCommand } from "./list-alarms.ts";
import { listTokensCommand } from "./list-tokens.ts";
import { previewAlarmCommand } from "./preview-alarm.ts";
import { resolveAlarmCommand } from "./resolve-alarm.ts";
import { revokeTokenCommand } from "./revoke-token.ts";
import { rotateTokenCommand } from "./rotate-token.ts";

/** `watchbell alarms`: the commands about alarms of other monitoring systems. */
export function alarmsCommand(context: CliContext) {
  return new Command("alarms")
    .description("List and resolve alarms of other monitoring systems, and let systems report with tokens.")
    .addHelpText("after", `\nSources, as they stand in the address of a token: ${SOURCES.join(", ")}.`)
    .addCommand(listAlarmsCommand(context))
    .addCommand(resolveAlarmCommand(context))
    .addCommand(previewAlarmCommand(context))
    .addCommand(listTokensCommand(context))
    .addCommand(createTokenCommand(context))
    .addCommand(changeTokenCommand(context))
    .addCommand(rotateTokenCommand(context))
    .addCommand(revokeTokenCommand(context));
}

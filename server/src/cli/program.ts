import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import type { CliContext } from "./context.ts";
import { doctorCommand } from "./doctor/doctor.ts";
import { messagesCommand } from "./messages/messages.ts";
import { migrateCommand } from "./migrate.ts";
import { monitorsCommand } from "./monitors/monitors.ts";
import { pingCommand } from "./ping.ts";
import { runCommand } from "./run.ts";
import { sendCommand } from "./send.ts";
import { serveCommand } from "./serve.ts";
import { topicsCommand } from "./topics/topics.ts";

/** The whole command line. */
export function createProgram(context: CliContext, version: string): CommandUnknownOpts {
  const program: CommandUnknownOpts = new Command("watchbell")
    .description("Notices when something that should happen does not, and tells the right people for certain.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `
Exit codes: 0 done, 1 failed, 2 wrong usage; \`run\` ends with its command's own.
Environment: WATCHBELL_URL, WATCHBELL_API_KEY, WATCHBELL_PING_KEY, WATCHBELL_TOPIC_HASH; each also as …_FILE, the name of a
file that holds the value. The settings of the server are in docs/configuration.md.
${examples(
  "watchbell serve",
  "watchbell run --slug nightly-backup --create -- /usr/local/bin/backup",
  "watchbell monitors list --status down",
)}`,
    );
  const commands: readonly CommandUnknownOpts[] = [
    serveCommand(context),
    doctorCommand(context),
    migrateCommand(context),
    monitorsCommand(context),
    topicsCommand(context),
    messagesCommand(context),
    pingCommand(context),
    runCommand(context),
    sendCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  settle(program, context);
  return program;
}

/** Commands made apart inherit nothing, so each is told the same: never end the process, write through the context, point to help. */
function settle(command: CommandUnknownOpts, context: CliContext): void {
  const line = (write: (text: string) => void) => (text: string) => write(text.replace(/\n$/, ""));
  command
    .exitOverride()
    .configureOutput({
      writeOut: line(context.print),
      writeErr: line(context.complain),
      getOutHelpWidth: () => context.columns ?? 100,
    })
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError(`(${fullName(command)} --help says more)`)
    .showSuggestionAfterError();
  for (const child of command.commands) settle(child, context);
}

function fullName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import type { CliContext } from "./context.ts";

/** Each command comes with its own imports, so that `run` and `ping` are on their way before a database library is read. */
const LOADERS: Readonly<Record<string, (context: CliContext) => Promise<CommandUnknownOpts>>> = {
  serve: async (context) => (await import("./serve.ts")).serveCommand(context),
  doctor: async (context) => (await import("./doctor/doctor.ts")).doctorCommand(context),
  migrate: async (context) => (await import("./migrate.ts")).migrateCommand(context),
  "rotate-key": async (context) => (await import("./rotate-key.ts")).rotateKeyCommand(context),
  backup: async (context) => (await import("./backup.ts")).backupCommand(context),
  restore: async (context) => (await import("./restore.ts")).restoreCommand(context),
  users: async (context) => (await import("./users/users.ts")).usersCommand(context),
  pinger: async (context) => (await import("./pinger.ts")).pingerCommand(context),
  monitors: async (context) => (await import("./monitors/monitors.ts")).monitorsCommand(context),
  topics: async (context) => (await import("./topics/topics.ts")).topicsCommand(context),
  alarms: async (context) => (await import("./alarms/alarms.ts")).alarmsCommand(context),
  messages: async (context) => (await import("./messages/messages.ts")).messagesCommand(context),
  ping: async (context) => (await import("./ping.ts")).pingCommand(context),
  run: async (context) => (await import("./run.ts")).runCommand(context),
  import: async (context) => (await import("./import.ts")).importCommand(context),
  send: async (context) => (await import("./send.ts")).sendCommand(context),
};

/** The command line: the command that `wanted` names, or all of them when it names none. */
export async function createProgram(
  context: CliContext,
  { version, wanted }: { readonly version: string; readonly wanted: string | undefined },
): Promise<CommandUnknownOpts> {
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
  const known = Object.entries(LOADERS);
  const chosen = known.filter(([name]) => name === wanted);
  for (const [, load] of chosen.length > 0 ? chosen : known) program.addCommand(await load(context));
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
      outputError: (text, write) => write(text.replace(/^error: /, "watchbell: ")),
      getOutHelpWidth: () => context.columns ?? 100,
      getErrHelpWidth: () => context.columns ?? 100,
    })
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError(`(${fullName(command)} --help says more)`)
    .showSuggestionAfterError();
  for (const child of command.commands) settle(child, context);
}

function fullName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

import { Command } from "@commander-js/extra-typings";
import { newId } from "../lib/ids.ts";
import { examples } from "./api-command.ts";
import { usageFault } from "./cli-fault.ts";
import { clientSettings } from "./client-settings.ts";
import type { CliContext } from "./context.ts";
import { parseDuration } from "./durations.ts";
import { pingUrl } from "./ping-target.ts";
import { watchRun } from "./watch-run.ts";

const MAX_TAIL = 10_000_000;

const HELP = `
The command starts at once and is never held up; stdout and stderr pass through as they come. SIGINT, SIGTERM, SIGHUP and
SIGQUIT are passed on to it. watchbell ends with the command's own exit code: 128 + n when signal n ended it, 127 when
there is no such command, 126 when it cannot be run. A ping that fails is one line on stderr and changes nothing else.
Between stdout and the command there is a pipe: a program that draws on the terminal, or that leaves a daemon
behind with its output, wants --tail 0.
${examples(
  "watchbell run --slug nightly-backup -- /usr/local/bin/backup --all",
  "watchbell run --slug report --create --ping-timeout 30s -- sh -c 'make report | gzip > report.gz'",
  "watchbell run --ping https://watch.example.org/ping/8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11 --tail 0 -- ./job",
)}`;

/** `watchbell run`: runs a command between a start ping and one with its result. */
export function runCommand(context: CliContext) {
  return new Command("run")
    .description("Run a command and tell a monitor when it starts and how it ends.")
    .argument("<command...>", "the command with its arguments, after --")
    .option("--slug <slug>", "slug of the monitor")
    .option("--ping <url>", "ping URL of the monitor, instead of its slug")
    .option("--create", "make the monitor when the project has none with this slug")
    .option("--url <url>", "address of the server (WATCHBELL_URL, else http://localhost:7200)")
    .option("--ping-key <key>", "ping key of the project (better: WATCHBELL_PING_KEY or WATCHBELL_PING_KEY_FILE)")
    .option("--ping-timeout <duration>", "how long each of the two pings may take, with all its tries", "5s")
    .option(
      "--tail <bytes>",
      "how much of the output's end is sent; 0: nothing, and the command gets the real stdout",
      "10000",
    )
    .passThroughOptions()
    .addHelpText("after", HELP)
    .action(async ([command = "", ...args], options) => {
      const client = clientSettings(context, { url: options.url, pingKey: options.pingKey });
      const target = options.slug ?? options.ping;
      if (target === undefined || (options.slug !== undefined && options.ping !== undefined)) {
        throw usageFault(
          "A monitor is needed: either --slug or --ping.",
          "Example: watchbell run --slug backup -- ./backup",
        );
      }
      const runId = newId();
      const create = options.create === true;
      const exitCode = await watchRun(context, {
        command,
        args,
        startUrl: pingUrl(target, { action: "start", runId, create }, client),
        endUrl: (status) => pingUrl(target, { action: status, runId, create }, client),
        pingTimeoutMs: readPingTimeout(options.pingTimeout),
        tailBytes: readTail(options.tail),
      });
      context.exitWith(exitCode);
    });
}

function readPingTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw usageFault(`--ping-timeout ${text} is no duration.`, "Write it as 5s or 1m.");
}

function readTail(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= MAX_TAIL) return Number(text);
  throw usageFault(`--tail ${text} is no number of bytes.`, `Use a whole number from 0 to ${MAX_TAIL}.`);
}

import { Command, Option } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import { CliFault, usageFault } from "./cli-fault.ts";
import { clientSettings } from "./client-settings.ts";
import type { CliContext } from "./context.ts";
import { isUuid, type PingWords, pingUrl } from "./ping-target.ts";
import { sendPing } from "./send-ping.ts";

const TOTAL_MS = 15_000;

/** `watchbell ping`: sends one ping. */
export function pingCommand(context: CliContext) {
  return new Command("ping")
    .description("Send one ping: a success, or what an option says.")
    .argument("<url|id|slug>", "ping URL, id or slug of the monitor")
    .addOption(new Option("--start", "the job starts").conflicts(["fail", "log", "exit"]))
    .addOption(new Option("--fail", "the job failed").conflicts(["start", "log", "exit"]))
    .addOption(new Option("--log", "only keep the body").conflicts(["start", "fail", "exit"]))
    .addOption(
      new Option("--exit <status>", "the job ended with this exit status, 0 is a success").conflicts([
        "start",
        "fail",
        "log",
      ]),
    )
    .option("--rid <uuid>", "run id that pairs a start with its end")
    .option("--body <text>", "text to keep with the ping; - reads stdin")
    .option("--create", "make the monitor when the project has none with this slug")
    .option("--url <url>", "address of the server (WATCHBELL_URL, else http://localhost:7200)")
    .option("--ping-key <key>", "ping key of the project (better: WATCHBELL_PING_KEY or WATCHBELL_PING_KEY_FILE)")
    .addHelpText(
      "after",
      examples(
        "watchbell ping nightly-backup",
        "watchbell ping nightly-backup --exit $?",
        "tail -n 50 backup.log | watchbell ping nightly-backup --fail --body -",
        "watchbell ping https://watch.example.org/ping/8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11 --start",
      ),
    )
    .action(async (target, options) => {
      if (options.rid !== undefined && !isUuid(options.rid)) {
        throw usageFault(`--rid ${options.rid} is no UUID.`, "Make one with: uuidgen");
      }
      const client = clientSettings(context, { url: options.url, pingKey: options.pingKey });
      const url = pingUrl(target, { action: actionOf(options), runId: options.rid, create: options.create }, client);
      const result = await sendPing({ url, body: await bodyOf(context, options.body), totalMs: TOTAL_MS }, context);
      if (result.kind === "recorded") {
        context.print(result.created ? "Recorded; the monitor is new." : "Recorded.");
        return;
      }
      const hint =
        result.status === 404 ? "Check the slug and the ping key; --create makes a monitor that is missing." : null;
      throw new CliFault(`The ping failed: ${result.reason}.`, hint);
    });
}

function actionOf(options: {
  readonly start?: true | undefined;
  readonly fail?: true | undefined;
  readonly log?: true | undefined;
  readonly exit?: string | undefined;
}): PingWords["action"] {
  if (options.start) return "start";
  if (options.fail) return "fail";
  if (options.log) return "log";
  if (options.exit === undefined) return null;
  if (/^\d{1,3}$/.test(options.exit) && Number(options.exit) <= 255) return Number(options.exit);
  throw usageFault(`--exit ${options.exit} is no exit status.`, "Use a whole number from 0 to 255.");
}

async function bodyOf(context: CliContext, body: string | undefined): Promise<Uint8Array | null> {
  if (body === undefined) return null;
  return body === "-" ? await context.readInput() : Buffer.from(body);
}

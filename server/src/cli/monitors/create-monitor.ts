import { createApiClient } from "../api-client.ts";
import { apiCommand, collect, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { readRecord } from "../read-document.ts";
import { readNumber } from "../read-number.ts";
import { MonitorAnswer } from "./monitor-answer.ts";
import { type ProbeOptions, readProbe } from "./read-probe.ts";
import { readSchedule, type ScheduleOptions } from "./read-schedule.ts";
import { renderMonitor } from "./render-monitor.ts";

const IN_A_ROW = { min: 1, max: 1_000 };
const MAX_NAME_LENGTH = 100;

const EXAMPLES = examples(
  "watchbell monitors create --slug nightly-backup --cron '30 2 * * *' --timezone Europe/Berlin --grace 1h",
  "watchbell monitors create --name 'Queue worker' --slug worker --period 5m --grace 1m --tag prod --topic default+alerts",
  "watchbell monitors create --http https://shop.example.org/health --period 1m --keyword ok --certificate-days 14",
  "watchbell monitors create --name mail --tcp mail.example.org:25 --keyword ESMTP",
  "watchbell monitors create --spec probe.yaml --topic shop+ops",
);

/** `watchbell monitors create`: makes a monitor that is pinged, or a probe. */
export function createMonitorCommand(context: CliContext) {
  return apiCommand("create")
    .description(
      "Make a heartbeat monitor, or with --http, --tcp, --dns, --tls or --task a probe. What is left out takes the server's " +
        "default: a ping every day with an hour of grace, a look every minute.",
    )
    .option("--name <name>", "what people read; the slug when left out")
    .option("--slug <slug>", "short name for ping URLs and commands: a-z, 0-9, - and _")
    .option("--period <duration>", "a ping is due so long after the last one, or a look: 30s, 5m, 2h, 1d")
    .option("--cron <expression>", "pings are due at the times of a crontab line, instead of --period")
    .option(
      "--oncalendar <expression>",
      "pings are due at the times of a systemd calendar expression, instead of --period",
    )
    .option("--timezone <zone>", "zone of --cron or --oncalendar, such as Europe/Berlin; UTC when left out")
    .option("--grace <duration>", "how much later than due a ping may be")
    .option("--allowed-misses <n>", "how many due times in a row may pass")
    .option("--failures-to-down <n>", "failures in a row that make it down")
    .option("--successes-to-up <n>", "successes in a row that bring it up again")
    .option("--manual-resume", "when paused, no ping ends the pause")
    .option("--severity <severity>", "critical, error, warning or info")
    .option("--description <text>", "what people should know when it is down")
    .option("--tag <tag>", "a tag; may be given several times", collect)
    .option(
      "--topic <channel+topic>",
      "who is told; several times for more; the project's default when left out",
      collect,
    )
    .option("--http <url>", "look at a page or an API: its status must be 2xx")
    .option("--tcp <host:port>", "look at a port")
    .option("--dns <name>", "ask the DNS for a name")
    .option("--tls <host[:port]>", "look at a certificate")
    .option("--task <url>", "ask a job for its report")
    .option("--expect-status <status>", "of --http: 301, 2xx or 200-204; several times: any of them", collect)
    .option("--keyword <text>", "of --http and --tcp: must be in what comes back")
    .option("--record <type>", "of --dns: A (when left out), AAAA, MX, TXT, …")
    .option("--answer <text>", "of --dns: must be in one of the answers")
    .option("--certificate-days <n>", "of --http and --tls: the certificate must last so long")
    .option("--max-time <duration>", "not of --task: everything together may take so long: 500ms, 3s")
    .option("--timeout <duration>", "of a probe: give a try up after so long")
    .option("--retries <n>", "of a probe: how often it is tried again before it counts as an error, 0 to 5")
    .option("--error-period <duration>", "of a probe: look again so long after an error, instead of --period")
    .option(
      "--spec <file>",
      "a monitor as the API takes it, YAML or JSON, for all that has no option; - reads stdin; options go before it",
    )
    .addHelpText("after", EXAMPLES)
    .action(async (options) => {
      const body = await readMonitor(context, options);
      const answer = await createApiClient(context, options).call({ method: "POST", path: "/api/v1/monitors", body });
      const monitor = parseAnswer(MonitorAnswer, answer);
      if (options.json) return context.print(renderJson(monitor));
      for (const line of renderMonitor(context, monitor)) context.print(line);
    });
}

interface MonitorOptions extends ScheduleOptions, ProbeOptions {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly topic?: readonly string[] | undefined;
  readonly severity?: string | undefined;
  readonly manualResume?: true | undefined;
  readonly failuresToDown?: string | undefined;
  readonly successesToUp?: string | undefined;
  readonly spec?: string | undefined;
}

/** The monitor that file and options describe together. */
async function readMonitor(context: CliContext, options: MonitorOptions): Promise<Readonly<Record<string, unknown>>> {
  const count = (option: string, text: string | undefined): number | undefined =>
    text === undefined ? undefined : readNumber(option, text, IN_A_ROW);
  const looked = readProbe(options);
  const said = {
    name: options.name,
    slug: options.slug,
    tags: options.tag,
    description: options.description,
    schedule: readSchedule(options),
    probe: looked?.probe,
    topics: options.topic,
    severity: options.severity,
    manualResume: options.manualResume,
    failuresToDown: count("--failures-to-down", options.failuresToDown),
    successesToUp: count("--successes-to-up", options.successesToUp),
  };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const hint = "Compare it with the JSON in docs/probes, or with: watchbell monitors show … --json";
  const body = { ...(options.spec === undefined ? {} : await readRecord(context, options.spec, hint)), ...given };
  if ("name" in body || "slug" in body) return body;
  if (looked !== null) return { name: looked.target.slice(0, MAX_NAME_LENGTH), ...body };
  throw usageFault("A monitor needs a name or a slug.", "Example: watchbell monitors create --slug backup --period 1d");
}

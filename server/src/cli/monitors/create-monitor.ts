import { createApiClient } from "../api-client.ts";
import { apiCommand, collect, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";
import { readNumber, readSeconds } from "../read-number.ts";
import { MonitorAnswer } from "./monitor-answer.ts";
import { renderMonitor } from "./render-monitor.ts";

const IN_A_ROW = { min: 1, max: 1_000 };

/** `watchbell monitors create`: makes a heartbeat monitor. */
export function createMonitorCommand(context: CliContext) {
  return apiCommand("create")
    .description("Make a heartbeat monitor. What is left out takes the server's default: every day, an hour of grace.")
    .option("--name <name>", "what people read; the slug when left out")
    .option("--slug <slug>", "short name for ping URLs and commands: a-z, 0-9, - and _")
    .option("--period <duration>", "a ping is due so long after the last one: 30s, 5m, 2h, 1d")
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
    .addHelpText(
      "after",
      examples(
        "watchbell monitors create --slug nightly-backup --cron '30 2 * * *' --timezone Europe/Berlin --grace 1h",
        "watchbell monitors create --name 'Queue worker' --slug worker --period 5m --grace 1m --tag prod --topic default+alerts",
      ),
    )
    .action(async (options) => {
      if (options.name === undefined && options.slug === undefined) {
        throw usageFault(
          "A monitor needs a name or a slug.",
          "Example: watchbell monitors create --slug backup --period 1d",
        );
      }
      const count = (option: string, text: string | undefined): number | undefined =>
        text === undefined ? undefined : readNumber(option, text, IN_A_ROW);
      const body = {
        name: options.name,
        slug: options.slug,
        tags: options.tag,
        description: options.description,
        schedule: readSchedule(options),
        topics: options.topic,
        severity: options.severity,
        manualResume: options.manualResume,
        failuresToDown: count("--failures-to-down", options.failuresToDown),
        successesToUp: count("--successes-to-up", options.successesToUp),
      };
      const answer = await createApiClient(context, options).call({ method: "POST", path: "/api/v1/monitors", body });
      const monitor = parseAnswer(MonitorAnswer, answer);
      if (options.json) return context.print(renderJson(monitor));
      for (const line of renderMonitor(context, monitor)) context.print(line);
    });
}

interface ScheduleOptions {
  readonly period?: string | undefined;
  readonly cron?: string | undefined;
  readonly oncalendar?: string | undefined;
  readonly timezone?: string | undefined;
  readonly grace?: string | undefined;
  readonly allowedMisses?: string | undefined;
}

/** The schedule that the options describe; undefined when they say nothing of it. */
function readSchedule(options: ScheduleOptions): Readonly<Record<string, unknown>> | undefined {
  const { period, cron, oncalendar, timezone, grace, allowedMisses } = options;
  const given = [period, cron, oncalendar].filter((option) => option !== undefined);
  if (given.length > 1) throw usageFault("Only one of --period, --cron and --oncalendar can be the schedule.");
  if (timezone !== undefined && cron === undefined && oncalendar === undefined) {
    throw usageFault("--timezone goes with --cron or --oncalendar; a period is the same everywhere.");
  }
  const tolerance = {
    graceSeconds: grace === undefined ? undefined : readSeconds("--grace", grace),
    allowedMisses:
      allowedMisses === undefined ? undefined : readNumber("--allowed-misses", allowedMisses, { min: 0, max: 1_000 }),
  };
  if (cron !== undefined) return { type: "cron", expression: cron, timezone, ...tolerance };
  if (oncalendar !== undefined) return { type: "oncalendar", expression: oncalendar, timezone, ...tolerance };
  if (period !== undefined) return { type: "period", periodSeconds: readSeconds("--period", period), ...tolerance };
  if (grace === undefined && allowedMisses === undefined) return undefined;
  return { type: "period", ...tolerance };
}

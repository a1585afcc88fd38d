import { CURL, type Snippet, type SnippetFacts, unitName } from "./snippet.ts";
import { calendarTimes, cronTimes, type SnippetTimes } from "./snippet-times.ts";

/** One line for the end of a job. */
export function curl({ pingUrl }: SnippetFacts): Snippet {
  return {
    id: "curl",
    label: "curl",
    about: "Put the first line at the end of a job. The others tell at once that it failed, and how long it took.",
    code: `# When it is done
${CURL} ${pingUrl}

# When it failed; or with its exit status in place of "fail"
${CURL} ${pingUrl}/fail

# When it starts, so that its duration is known
${CURL} ${pingUrl}/start
`,
  };
}

/** A line of a crontab that tells the start and the exit status. */
export function crontab({ pingUrl, command, schedule }: SnippetFacts): Snippet {
  const times = cronTimes(schedule);
  return {
    id: "crontab",
    label: "crontab",
    about: "Paste it with crontab -e. The exit status goes along, so a failure is known at once.",
    code: `${exampleNote("#", times)}${zoneNote(times)}PING=${pingUrl}
${times.expression}  ${CURL} $PING/start; ${command}; ${CURL} $PING/$?
`,
  };
}

/** The service and the timer of systemd. */
export function systemdTimer({ pingUrl, command, name, schedule }: SnippetFacts): Snippet {
  const unit = unitName(name);
  const times = calendarTimes(schedule);
  const events = times.map(({ expression, timezone }) => {
    return `OnCalendar=${expression}${timezone === null ? "" : ` ${timezone}`}`;
  });
  const [first = { expression: "", timezone: null, isOurs: true }] = times;
  return {
    id: "systemd",
    label: "systemd timer",
    about: `Two files; then run systemctl enable --now ${unit}.timer.`,
    code: `# /etc/systemd/system/${unit}.service
[Unit]
Description=${name.replaceAll("%", "%%").replaceAll("\\", "\\\\")}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
Environment=PING=${pingUrl}
ExecStartPre=-/usr/bin/curl -fsS -m 5 -o /dev/null \${PING}/start
ExecStart=${command}
# $$ is a dollar sign of the shell; a job that a signal ended has no exit status.
ExecStopPost=-/bin/sh -c '[ "$$EXIT_CODE" = exited ] || EXIT_STATUS=fail; ${CURL} "$$PING/$$EXIT_STATUS"'

# /etc/systemd/system/${unit}.timer
[Unit]
Description=Runs ${unit}.service

[Timer]
${exampleNote("#", first)}${events.join("\n")}
Persistent=true

[Install]
WantedBy=timers.target
`,
  };
}

/** A script that tells its end whatever ends it. */
export function bashTrap({ pingUrl, command }: SnippetFacts): Snippet {
  return {
    id: "bash",
    label: "Bash",
    about: "The trap tells the end of the script, also when a command fails or a signal ends it.",
    code: `#!/usr/bin/env bash
set -eu

ping=${pingUrl}
run_id=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
tell() { ${CURL} "$ping/$1?rid=$run_id" || true; }

trap 'status=$?; trap - EXIT; tell "$status"; exit "$status"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
tell start

${command}
`,
  };
}

/** Our own wrapper around a command. */
export function watchbellRun({ pingUrl, command, schedule }: SnippetFacts): Snippet {
  const times = cronTimes(schedule);
  return {
    id: "watchbell",
    label: "watchbell run",
    about: "Tells the start, the exit status and the end of the output, and ends as the command does.",
    code: `watchbell run --ping ${pingUrl} -- ${command}

# In a crontab:
${exampleNote("#", times)}${zoneNote(times)}${times.expression}  watchbell run --ping ${pingUrl} -- ${command}
`,
  };
}

/** Says that the times are only an example. */
export function exampleNote(comment: string, { isOurs }: SnippetTimes): string {
  return isOurs ? "" : `${comment} The times are an example: put those of your job here.\n`;
}

function zoneNote({ timezone }: SnippetTimes): string {
  return timezone === null ? "" : `# These times are in ${timezone}; cron goes by the clock of its machine.\n`;
}

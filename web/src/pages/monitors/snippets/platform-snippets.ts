import { exampleNote } from "./shell-snippets.ts";
import { CURL, quoted, type Snippet, type SnippetFacts, unitName } from "./snippet.ts";
import { cronTimes, type SnippetTimes } from "./snippet-times.ts";

/** A job of Kubernetes; `wget` is in nearly every image, `curl` is not. */
export function kubernetes({ pingUrl, command, name, schedule }: SnippetFacts): Snippet {
  const times = cronTimes(schedule);
  const zone = times.timezone === null ? "" : `\n  timeZone: ${quoted(times.timezone)}`;
  return {
    id: "kubernetes",
    label: "Kubernetes",
    about: "A CronJob whose image has a shell and wget, as BusyBox and Alpine do.",
    code: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${unitName(name)}
spec:
${exampleNote("  #", times)}  schedule: ${quoted(times.expression)}${zone}
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: job
              image: alpine:3 # yours
              env:
                - name: PING
                  value: ${quoted(pingUrl)}
              command: ["/bin/sh", "-c"]
              args:
                - |
                  tell() { wget -q -T 10 -O /dev/null "$PING/$1" || true; }
                  tell start
                  ${command}
                  status=$?
                  tell "$status"
                  exit "$status"
`,
  };
}

/** A workflow of GitHub, whose times are in UTC. */
export function githubActions({ pingUrl, command, name, schedule }: SnippetFacts): Snippet {
  const times = cronTimes(schedule);
  return {
    id: "github",
    label: "GitHub Actions",
    about: `First store the secret WATCHBELL_PING in the repository's settings: ${pingUrl}`,
    code: `name: ${quoted(name)}
on:
  workflow_dispatch:
  schedule:
${utcNote(times)}    - cron: ${quoted(times.expression)}
jobs:
  job:
    runs-on: ubuntu-latest
    env:
      PING: \${{ secrets.WATCHBELL_PING }}
    steps:
      - name: Tell Watchbell that it starts
        run: ${CURL} "$PING/start" || true
      - name: The job
        run: ${command}
      - name: Tell Watchbell how it ended
        if: always()
        run: ${CURL} "$PING/\${{ job.status == 'success' && '0' || 'fail' }}" || true
`,
  };
}

function utcNote(times: SnippetTimes): string {
  const { timezone, isOurs } = times;
  if (!isOurs) return exampleNote("    #", times);
  return timezone === null || timezone === "UTC"
    ? ""
    : `    # GitHub goes by UTC; your schedule is in ${timezone}. Put the hours in UTC.\n`;
}

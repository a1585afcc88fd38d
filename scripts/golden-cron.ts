/**
 * Makes server/src/judge/schedules/golden/cron.json with the real Debian cron.
 *
 *   apt-get install cron faketime      # Debian 12: cron 3.0pl1, libfaketime 0.9.10
 *   npx node scripts/golden-cron.ts    # as root, about nine minutes
 *
 * Each window below is lived through by a cron of its own, on a clock that libfaketime sets and speeds up, in a mount
 * namespace of its own, so that the machine's crontabs neither run nor change. A job notes when it started; kept is the
 * minute of each start on the faked clock. Where cron starts a job more than once within a minute (it does so when it
 * catches up after a gap) one start is kept. On a busy machine starts come late; the script then gives up rather than
 * write a wrong record.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GOLDEN = join(import.meta.dirname, "../server/src/judge/schedules/golden/cron.json");
const SPEED = 60;
const WINDOW_MINUTES = 240;
const PARALLEL = 5;

/** A start this far into its minute may as well have been due in the minute before. */
const MAX_LATE_MS = 45_000;

/** The windows: four hours around a change of the clock. */
const WINDOWS = [
  { timezone: "Europe/Berlin", start: "2026-03-29T00:15" },
  { timezone: "Europe/Berlin", start: "2026-10-25T00:15" },
  { timezone: "America/New_York", start: "2026-03-08T00:15" },
  { timezone: "America/New_York", start: "2026-11-01T00:15" },
  { timezone: "Australia/Lord_Howe", start: "2026-04-05T00:15" },
  { timezone: "Australia/Lord_Howe", start: "2026-10-04T00:15" },
  { timezone: "America/Nuuk", start: "2026-03-28T21:30" },
  { timezone: "America/Nuuk", start: "2026-10-24T21:30" },
  { timezone: "Africa/Cairo", start: "2026-04-23T22:00" },
] as const;

/**
 * The lines. After a gap cron waits ten seconds after each missed minute that had a job, so that many different minutes
 * within one gap would push the later starts out of the first minute after it.
 */
const EXPRESSIONS = [
  "30 2 * * *",
  "0 2 * * *",
  "0 3 * * *",
  "0,30 2 * * *",
  "0,30 2,3 * * *",
  "30 1-3 * * *",
  "0-59/30 2 * * *",
  "0-30/30 1-3 * * *",
  "*/20 2 * * *",
  "*/30 * * * *",
  "0 * * * *",
  "30 * * * *",
  "0 */2 * * *",
  "30 */2 * * *",
  "*/30 1-4 * * *",
  "30 23 * * *",
  "30 23 * * 6",
  "0 0 * * *",
  "30 0 * * *",
  "30 0 * * 5",
  "30 2 29 3 *",
  "30 2 */2 * 0",
  "30 2 1 * 1",
  "30 2 * * mon,sun",
] as const;

interface GoldenWindow {
  readonly timezone: string;
  readonly from: string;
  readonly to: string;
  readonly runs: Readonly<Record<string, readonly string[]>>;
}

function instantOf(timezone: string, local: string): number {
  const env = { ...process.env, TZ: timezone };
  return Number(execFileSync("date", ["-d", local, "+%s"], { env, encoding: "utf8" })) * 1000;
}

function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

/** Jobs note the real time, because cron gives them a clean environment; `launched` is where both clocks meet. */
function launcher(folder: string, local: string): string {
  return `set -e
mount -t tmpfs none /run
mount -t tmpfs none /dev/shm
mount --bind ${folder}/cron.d /etc/cron.d
mount --bind ${folder}/spool /var/spool/cron/crontabs
mount --bind ${folder}/crontab /etc/crontab
date +%s.%N > ${folder}/launched
exec faketime -f "@${local.replace("T", " ")}:00 x${SPEED}" cron -f -L 0
`;
}

function crontab(folder: string): string {
  const jobs = EXPRESSIONS.map((line, index) => `${line} root echo ${index} $(date +\\%s.\\%N) >> ${folder}/starts`);
  return `${["SHELL=/bin/sh", "PATH=/usr/bin:/bin", 'MAILTO=""', ...jobs].join("\n")}\n`;
}

async function live(window: (typeof WINDOWS)[number]): Promise<GoldenWindow> {
  const folder = mkdtempSync(join(tmpdir(), "golden-cron-"));
  mkdirSync(join(folder, "cron.d"));
  mkdirSync(join(folder, "spool"));
  writeFileSync(join(folder, "starts"), "");
  writeFileSync(join(folder, "crontab"), crontab(folder));
  writeFileSync(join(folder, "run.sh"), launcher(folder, window.start));
  const fromAt = instantOf(window.timezone, window.start);
  const child = spawn("unshare", ["--mount", "--pid", "--fork", "--kill-child", "sh", join(folder, "run.sh")], {
    env: { ...process.env, TZ: window.timezone },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await new Promise((resolve) => setTimeout(resolve, (WINDOW_MINUTES * 60_000) / SPEED + 2_000));
  child.kill("SIGKILL");
  // cron wakes up within the minute in which it was started: that minute is not part of the record.
  const toAt = fromAt + (WINDOW_MINUTES - 2) * 60_000;
  const launched = Number(readFileSync(join(folder, "launched"), "utf8"));
  const starts = readFileSync(join(folder, "starts"), "utf8").trim().split("\n");
  const runs = EXPRESSIONS.map((expression, index) => {
    const startedAt = starts
      .map((line) => line.split(" ").map(Number))
      .flatMap(([job, second]) => (job === index && second !== undefined ? [(second - launched) * SPEED * 1000] : []))
      .map((elapsedMs) => fromAt + elapsedMs)
      .filter((at) => at > fromAt + 60_000 && at <= toAt)
      .sort((a, b) => a - b);
    const late = startedAt.find((at) => at % 60_000 > MAX_LATE_MS);
    if (late !== undefined)
      throw new Error(`${window.timezone}: ${expression} started late; run this on a quiet machine`);
    return [expression, [...new Set(startedAt.map(minuteOf))]] as const;
  });
  rmSync(folder, { recursive: true });
  console.log(`${window.timezone} ${window.start}: ${starts.length} starts`);
  return { timezone: window.timezone, from: minuteOf(fromAt), to: minuteOf(toAt), runs: Object.fromEntries(runs) };
}

const windows: GoldenWindow[] = [];
for (let index = 0; index < WINDOWS.length; index += PARALLEL) {
  windows.push(...(await Promise.all(WINDOWS.slice(index, index + PARALLEL).map(live))));
}
const version = execFileSync("dpkg-query", ["-W", "-f", "${Version}", "cron"], { encoding: "utf8" });
const golden = { madeWith: `Debian cron ${version} under libfaketime, x${SPEED}`, windows };
writeFileSync(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`);

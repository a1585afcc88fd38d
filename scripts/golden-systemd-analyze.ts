import { spawnSync } from "node:child_process";

/** What `systemd-analyze calendar` says of an expression: due times to the second, or that it cannot be read. */
export type CalendarAnswer =
  | { readonly kind: "due"; readonly dueAt: readonly number[] }
  | { readonly kind: "refused" }
  /** systemd reads the expression but gives up computing it: it loops where a clock changes at midnight. */
  | { readonly kind: "gave-up" }
  /** The program is not on this machine. */
  | { readonly kind: "absent" };

/** A question to `systemd-analyze calendar`: `local` is a local time of the zone, `2026-03-29 01:00:00`. */
export interface CalendarQuestion {
  readonly expression: string;
  readonly timezone: string;
  readonly local: string;
  readonly iterations: number;
}

/** The version line of the program; null when it is not on this machine. */
export function systemdVersion(): string | null {
  const { status, stdout } = spawnSync("systemd-analyze", ["--version"], { encoding: "utf8" });
  return status === 0 ? (stdout.split("\n")[0] ?? null) : null;
}

/** Asks the real program. Its base time takes no zone, so the zone goes into TZ. */
export function askSystemd(question: CalendarQuestion): CalendarAnswer {
  const { expression, timezone, local, iterations } = question;
  const { error, status, stdout, stderr } = spawnSync(
    "systemd-analyze",
    ["calendar", `--iterations=${iterations}`, `--base-time=${local}`, "--", expression],
    { encoding: "utf8", env: { ...process.env, TZ: timezone, LC_ALL: "C" } },
  );
  if (error !== undefined) return { kind: "absent" };
  if (status === 0) return { kind: "due", dueAt: readDueTimes(stdout) };
  return { kind: stderr.includes("Infinite loop") ? "gave-up" : "refused" };
}

/** Each time stands on a line in local time, followed by one in UTC unless the zone is UTC. */
function readDueTimes(output: string): readonly number[] {
  const lines = output.split("\n");
  return lines.flatMap((line, index) => {
    if (!/^\s*(Next elapse|Iter\. #\d+):/.test(line) || line.endsWith("never")) return [];
    const next = lines[index + 1] ?? "";
    const match = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(next.includes("(in UTC)") ? next : line);
    if (match === null) throw new Error(`systemd-analyze wrote a line of an unknown form: ${line}`);
    return [Date.parse(`${match[1]}T${match[2]}Z`)];
  });
}

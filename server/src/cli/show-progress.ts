import type { CliContext } from "./context.ts";

/** How far a long piece of work is. */
interface Progress {
  readonly step: "copy" | "compare";
  readonly table: string;
  readonly rows: number;
  readonly of: number;
  readonly isDone: boolean;
}

const DRAW_EVERY_MS = 100;
const SAY_EVERY_MS = 10_000;
const BAR = 24;
const STEPS = { copy: "copied", compare: "compared" } as const;

/**
 * Shows progress: a bar that is drawn over and over on a terminal, else a line for each table that has rows and one every
 * ten seconds of a long one.
 */
export function showProgress({ clock, columns, draw, print }: CliContext): (progress: Progress) => void {
  let last = { at: clock.now(), table: "" };
  return (progress) => {
    const { step, table, rows, of, isDone } = progress;
    const now = clock.now();
    if (columns !== null) {
      if (!isDone && table === last.table && now - last.at < DRAW_EVERY_MS) return;
      last = { at: now, table };
      draw(bar(progress).slice(0, columns - 1));
      return;
    }
    if (isDone && rows > 0) print(`${table}: ${grouped(rows)} ${rows === 1 ? "row" : "rows"} ${STEPS[step]}`);
    else if (!isDone && now - last.at >= SAY_EVERY_MS) print(`${table}: ${grouped(rows)} of ${grouped(of)}`);
    else return;
    last = { at: now, table };
  };
}

function bar({ step, table, rows, of }: Progress): string {
  const share = of === 0 ? 1 : Math.min(1, rows / of);
  const filled = Math.round(share * BAR);
  const drawn = `${"#".repeat(filled)}${"-".repeat(BAR - filled)}`;
  return `${step.padEnd(7)} [${drawn}] ${table} ${grouped(rows)} of ${grouped(of)}`;
}

/** A number with its thousands apart. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}

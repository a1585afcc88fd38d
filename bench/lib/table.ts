import type { Figure } from "./benchmark.ts";

/** Whether a figure is within its budget; true without one. */
export function isKept({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return "atLeast" in budget ? value >= budget.atLeast : value <= budget.atMost;
}

/** The figures as lines: name, value, spread, budget, verdict. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    show(figure.value, figure.unit),
    spreadOf(figure),
    ...budgetOf(figure),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return rows.map((row) => `  ${line(row).trimEnd()}\n`).join("");
}

function spreadOf({ spread, unit }: Figure): string {
  return spread === undefined ? "" : `(${show(spread[0], "")} to ${show(spread[1], unit)})`;
}

function budgetOf(figure: Figure): readonly string[] {
  const { budget, unit } = figure;
  if (budget === undefined) return ["", ""];
  const text = "atLeast" in budget ? `at least ${show(budget.atLeast, unit)}` : `at most ${show(budget.atMost, unit)}`;
  return [text, isKept(figure) ? "ok" : "MISSED"];
}

function show(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  const text = value.toLocaleString("en-US", { maximumFractionDigits: digits });
  return unit === "" ? text : `${text} ${unit}`;
}

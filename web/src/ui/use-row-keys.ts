import type { RefObject } from "react";
import { useShortcuts } from "./use-shortcuts.ts";

interface RowKeysOptions {
  readonly enabled: boolean;
  readonly bodyRef: RefObject<HTMLTableSectionElement | null>;
  readonly onTick?: ((id: string) => void) | undefined;
}

/** Leads through the rows of a table by keys. The row with the focus is the one that is meant, so that everything can see it. */
export function useRowKeys({ enabled, bodyRef, onTick }: RowKeysOptions): void {
  const go = (step: 1 | -1): void => {
    const row = focusedRow(bodyRef.current);
    const index = row === null ? firstSeen(bodyRef.current) : Number(row.dataset.index) + step;
    const next = bodyRef.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
    next?.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };
  const tick = (): void => {
    const id = focusedRow(bodyRef.current)?.dataset.id;
    if (id !== undefined) onTick?.(id);
  };
  const keys = [
    { keys: "j", label: "Next row", run: () => go(1) },
    { keys: "k", label: "Row before", run: () => go(-1) },
    // On a link the browser does it by itself.
    {
      keys: "Enter",
      label: "Open the row",
      run: () => focusedRow(bodyRef.current)?.querySelector<HTMLElement>("a")?.click(),
    },
    ...(onTick ? [{ keys: "x", label: "Select the row", run: tick }] : []),
  ];
  useShortcuts(enabled ? keys : []);
}

function focusedRow(body: HTMLElement | null): HTMLElement | null {
  const row = document.activeElement?.closest<HTMLElement>("tr[data-index]") ?? null;
  return row !== null && body?.contains(row) === true ? row : null;
}

/** The head of a table stays at the top of the window. */
const HEAD_HEIGHT = 40;

function firstSeen(body: HTMLElement | null): number {
  const rows = [...(body?.querySelectorAll<HTMLElement>("tr[data-index]") ?? [])];
  return Number(rows.find((row) => row.getBoundingClientRect().top >= HEAD_HEIGHT)?.dataset.index ?? 0);
}

import { createContext, use, useEffect, useRef } from "react";
import type { Shortcut, ShortcutBoard } from "../lib/shortcuts.ts";

/** The board of shortcuts that the shell listens for. */
export const ShortcutContext = createContext<ShortcutBoard | null>(null);

/** Registers a page's shortcuts while it is shown; `?` lists them. Give keys as `n`, `/` or `g m`. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const board = use(ShortcutContext);
  const latest = useRef(shortcuts);
  const keys = shortcuts.map((shortcut) => `${shortcut.keys} ${shortcut.label}`).join("\n");
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (board === null || keys === "") return;
    // The keys stay registered while what they do changes with each rendering.
    return board.register(
      keys.split("\n").map((_, index) => ({
        keys: latest.current[index]?.keys ?? "",
        label: latest.current[index]?.label ?? "",
        run: () => latest.current[index]?.run(),
      })),
    );
  }, [board, keys]);
}

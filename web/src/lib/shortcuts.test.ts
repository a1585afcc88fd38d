import { expect, it, vi } from "vitest";
import { createShortcutBoard } from "./shortcuts.ts";

it("keys are typed one after the other, but not for ever", () => {
  const board = createShortcutBoard();
  const go = vi.fn<() => void>();
  board.register([{ keys: "g m", label: "Monitors", run: go }]);
  expect([board.press("g", 0), board.press("m", 500)]).toEqual([true, true]);
  expect(go).toHaveBeenCalledOnce();
  expect([board.press("g", 1_000), board.press("m", 9_000), board.press("x", 9_100)]).toEqual([true, false, false]);
  expect(go).toHaveBeenCalledOnce();
});

it("a page's own shortcut goes before, and goes away with the page", () => {
  const board = createShortcutBoard();
  const [shell, page] = [vi.fn<() => void>(), vi.fn<() => void>()];
  board.register([{ keys: "n", label: "New", run: shell }]);
  const leave = board.register([{ keys: "n", label: "New topic", run: page }]);
  board.press("n", 0);
  leave();
  board.press("n", 1);
  expect([page.mock.calls.length, shell.mock.calls.length]).toEqual([1, 1]);
});

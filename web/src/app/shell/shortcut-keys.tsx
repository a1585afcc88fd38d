import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { createShortcutBoard, isTyping, type Shortcut } from "../../lib/shortcuts.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ShortcutContext, useShortcuts } from "../../ui/use-shortcuts.ts";
import { NAV_ITEMS } from "./nav-items.ts";

/** Listens for shortcuts, has those of the shell, and lists them all at `?`. */
export function ShortcutKeys({ children }: { readonly children: ReactNode }) {
  const [board] = useState(createShortcutBoard);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target, event.key)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null) return;
      if (board.press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [board]);
  return (
    <ShortcutContext value={board}>
      <ShellShortcuts list={board.list} />
      {children}
    </ShortcutContext>
  );
}

function ShellShortcuts({ list }: { readonly list: () => readonly Shortcut[] }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  useShortcuts([
    ...NAV_ITEMS.map(({ to, label, key }) => ({
      keys: `g ${key}`,
      label: `Go to ${label.toLowerCase()}`,
      // A navigation that fails shows its error in the page.
      run: () => void navigate({ to }),
    })),
    { keys: "?", label: "Show this list", run: () => setOpen(true) },
  ]);
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keyboard shortcuts">
      <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-2">
        {open &&
          list().map(({ keys, label }) => (
            <div key={`${keys} ${label}`} className="contents">
              <dt className="flex gap-1">
                {keys.split(" ").map((key) => (
                  <kbd
                    key={key}
                    className="min-w-6 rounded border border-line bg-sunken px-1.5 text-center font-mono text-sm"
                  >
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  );
}

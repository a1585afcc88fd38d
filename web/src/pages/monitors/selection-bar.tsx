import { Pause, Play, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { changeMonitors, type MonitorChange } from "../../api/change-monitors.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { MonitorRow } from "../../api/monitors.ts";
import { useDeleteMonitors } from "../../parts/use-delete-monitors.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { monitorsInWords } from "./monitor-rows.ts";
import { TagsDialog } from "./tags-dialog.tsx";

interface SelectionBarProps {
  readonly selected: readonly MonitorRow[];
  readonly onClear: () => void;
}

/** What can be done with the monitors that are selected. It stays in sight however long the list is. */
export function SelectionBar({ selected, onClear }: SelectionBarProps) {
  const [isTagging, setTagging] = useState(false);
  const [busy, setBusy] = useState<MonitorChange["action"] | null>(null);
  const remove = useDeleteMonitors();
  const change = useChange(selected);
  const toast = useToast();
  const run = async (action: "pause" | "resume", done: string): Promise<void> => {
    setBusy(action);
    try {
      await change({ action }, done);
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
    } finally {
      setBusy(null);
    }
  };
  const removeAll = (): void => {
    remove(selected);
    onClear();
  };
  return (
    <section
      aria-label="Selected monitors"
      className="sticky bottom-20 z-20 mx-auto mt-4 flex w-max max-w-full flex-wrap items-center gap-1.5 rounded-lg border border-line bg-raised p-1.5 pl-3 shadow-pop max-sm:w-full max-sm:pr-3 max-sm:pb-3 lg:bottom-4"
    >
      <span aria-live="polite" className="mr-1 font-medium tabular-nums max-sm:flex-1">
        {selected.length} selected
      </span>
      <div className="flex gap-1.5 max-sm:order-last max-sm:grid max-sm:w-full max-sm:grid-cols-4 max-sm:[&_svg]:hidden">
        <Button size="small" icon={Pause} busy={busy === "pause"} onClick={() => void run("pause", "paused")}>
          Pause
        </Button>
        <Button size="small" icon={Play} busy={busy === "resume"} onClick={() => void run("resume", "watched again")}>
          Resume
        </Button>
        <Button size="small" icon={Tag} onClick={() => setTagging(true)}>
          Tags
        </Button>
        <Button size="small" look="danger" icon={Trash2} onClick={removeAll}>
          Delete
        </Button>
      </div>
      <IconButton size="small" icon={X} label="Select none" onClick={onClear} />
      {isTagging && (
        <TagsDialog
          monitors={selected}
          onClose={() => setTagging(false)}
          onSave={async ({ add, remove: taken }) => {
            if (add.length > 0) await change({ action: "add-tags", tags: add }, "tagged");
            if (taken.length > 0) await change({ action: "remove-tags", tags: taken }, "tagged anew");
          }}
        />
      )}
    </section>
  );
}

/** Gives the function that changes them all, and tells what became of it. */
function useChange(selected: readonly MonitorRow[]): (change: MonitorChange, done: string) => Promise<void> {
  const api = useApi();
  const toast = useToast();
  return async (change, done) => {
    const ids = selected.map(({ id }) => id);
    const refused = await changeMonitors(api, ids, change);
    const [first] = refused;
    const changed = selected.filter(({ id }) => !refused.some((each) => each.id === id));
    if (first !== undefined) {
      toast({ kind: "problem", text: `${refused.length} of ${ids.length} were not ${done}: ${first.message}` });
    } else toast({ text: `${monitorsInWords(changed)} ${changed.length === 1 ? "is" : "are"} ${done}.` });
  };
}

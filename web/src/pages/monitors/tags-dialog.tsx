import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import type { MonitorRow } from "../../api/monitors.ts";
import { TagInput } from "../../parts/tag-input.tsx";
import { Button } from "../../ui/button.tsx";
import { MultiCombobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, FieldError } from "../../ui/field.tsx";
import { monitorsInWords, tagsOf } from "./monitor-rows.ts";

/** What is to become of the tags of several monitors. */
export interface Retagging {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

interface TagsDialogProps {
  readonly monitors: readonly MonitorRow[];
  readonly onClose: () => void;
  readonly onSave: (change: Retagging) => Promise<unknown>;
}

/** Gives tags to several monitors, and takes some away. */
export function TagsDialog({ monitors, onClose, onSave }: TagsDialogProps) {
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onSave({ add, remove });
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const present = tagsOf(monitors).map((tag) => ({ value: tag, label: tag }));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Tags of ${monitorsInWords(monitors)}`}
      unsaved={add.length > 0 || remove.length > 0}
    >
      <Field label="Add">
        <TagInput values={add} onChange={setAdd} />
      </Field>
      {present.length > 0 && (
        <Field label="Take away">
          <MultiCombobox choices={present} values={remove} onChange={setRemove} />
        </Field>
      )}
      <div role="alert" className="empty:hidden">
        {problem !== null && <FieldError>{problem}</FieldError>}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          busy={busy}
          disabled={add.length === 0 && remove.length === 0}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </Dialog>
  );
}

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { TextArea } from "../ui/inputs.tsx";

const LONGEST_NOTE = 1_000;

interface NoteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  /** The verb on the button. */
  readonly action: string;
  readonly busy: boolean;
  /** Says whether it was done; what it met is told in a toast. */
  readonly onSend: (note: string) => Promise<boolean>;
}

/** Asks for a note to go with what is done; it may stay empty. What is typed stays until it is sent. */
export function NoteDialog({ action, busy, onSend, ...dialog }: NoteDialogProps) {
  const [note, setNote] = useState("");
  const send = async (): Promise<void> => {
    if (!(await onSend(note.trim()))) return;
    dialog.onOpenChange(false);
    setNote("");
  };
  return (
    <Dialog {...dialog}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field label="Note" optional>
          <TextArea
            value={note}
            maxLength={LONGEST_NOTE}
            placeholder="What you see, what you do about it"
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => dialog.onOpenChange(false)}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

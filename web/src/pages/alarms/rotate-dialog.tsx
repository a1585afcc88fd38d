import { useState } from "react";
import type { NewAlarmToken } from "../../api/alarms.ts";
import { messageOf } from "../../api/api-error.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Checkbox } from "../../ui/inputs.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TokenAddresses } from "./token-addresses.tsx";

interface RotateDialogProps {
  readonly open: boolean;
  readonly name: string;
  readonly onClose: () => void;
  readonly rotate: (endOldNow: boolean) => Promise<NewAlarmToken>;
}

/** Gives an alarm token a new value, then shows its addresses this once. */
export function RotateDialog({ open, name, onClose, rotate }: RotateDialogProps) {
  const readAnew = useReadAnew();
  const [made, setMade] = useState<NewAlarmToken | null>(null);
  const [endOldNow, setEndOldNow] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setMade(await rotate(endOldNow));
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const close = (): void => {
    onClose();
    setProblem(null);
    // The old card may go with the list, so the list is read when the value was seen.
    if (made !== null) void readAnew("topics");
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      sticky={made !== null}
      wide={made !== null}
      title={made === null ? `Rotate ${name}?` : "The new addresses"}
      {...(made === null && { description: "It gets a new value, and with it new addresses. Its options stay." })}
    >
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      {made === null ? (
        <>
          <Checkbox
            label="End the old value at once"
            hint="Otherwise it works for 24 more hours, so that the sender can be changed in peace."
            checked={endOldNow}
            onChange={(event) => setEndOldNow(event.target.checked)}
          />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" busy={busy} onClick={() => void start()}>
              Rotate
            </Button>
          </div>
        </>
      ) : (
        <>
          <TokenAddresses url={made.url} />
          <div className="flex justify-end">
            <Button look="primary" onClick={close}>
              I have copied it
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

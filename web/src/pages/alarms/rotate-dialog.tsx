import { useState } from "react";
import type { NewAlarmToken } from "../../api/alarms.ts";
import { messageOf } from "../../api/api-error.ts";
import { OnceDialog } from "../../parts/once-dialog.tsx";
import { useReadAnew } from "../../parts/use-action.ts";
import { Button } from "../../ui/button.tsx";
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
  const close = (made: NewAlarmToken | null): void => {
    onClose();
    // The old card may go with the list, so the list is read when the value was seen.
    if (made !== null) void readAnew("topics");
  };
  return (
    <OnceDialog<NewAlarmToken>
      open={open}
      onClose={close}
      title={`Rotate ${name}?`}
      description="It gets a new value, and with it new addresses. Its options stay."
      shown={({ url }) => ({ title: "The new addresses", wide: true, content: <TokenAddresses url={url} /> })}
    >
      {(onMade) => <RotateQuestion rotate={rotate} onMade={onMade} onCancel={onClose} />}
    </OnceDialog>
  );
}

interface RotateQuestionProps extends Pick<RotateDialogProps, "rotate"> {
  readonly onMade: (made: NewAlarmToken) => void;
  readonly onCancel: () => void;
}

function RotateQuestion({ rotate, onMade, onCancel }: RotateQuestionProps) {
  const [endOldNow, setEndOldNow] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      onMade(await rotate(endOldNow));
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <Checkbox
        label="End the old value at once"
        hint="Otherwise it works for 24 more hours, so that the sender can be changed in peace."
        checked={endOldNow}
        onChange={(event) => setEndOldNow(event.target.checked)}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" busy={busy} onClick={() => void start()}>
          Rotate
        </Button>
      </div>
    </>
  );
}

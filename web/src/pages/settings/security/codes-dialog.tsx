import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface CodesDialogProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

/** Shows recovery codes this once, until somebody says that they are kept. */
export function CodesDialog({ codes, onClose }: CodesDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title="Keep your recovery codes">
      <RecoveryCodes codes={codes} />
      <Button look="primary" onClick={onClose} className="justify-self-end">
        I have kept them
      </Button>
    </Dialog>
  );
}

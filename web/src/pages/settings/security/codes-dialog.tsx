import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface CodesDialogProps {
  readonly codes: readonly string[];
  /** There were others before, which are good no more. */
  readonly replacesOthers?: boolean;
  readonly onClose: () => void;
}

/** Shows recovery codes this once, until somebody says that they are kept. */
export function CodesDialog({ codes, replacesOthers = false, onClose }: CodesDialogProps) {
  return (
    <Dialog open sticky onOpenChange={onClose} title="Keep your recovery codes">
      {replacesOthers && <p>They take the place of those that you have kept before, which are good no more.</p>}
      <RecoveryCodes codes={codes} />
      <Button look="primary" onClick={onClose} className="justify-self-end">
        I have kept them
      </Button>
    </Dialog>
  );
}

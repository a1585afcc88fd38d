import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface OnceDialogProps<Made> {
  readonly open: boolean;
  /** Told what was made; null when nothing was. */
  readonly onClose: (made: Made | null) => void;
  readonly title: string;
  readonly description?: string;
  /** What makes it: a form or a question. */
  readonly children: (onMade: (made: Made) => void) => ReactNode;
  /** What is seen of it this once. */
  readonly shown: (made: Made) => { readonly title: string; readonly wide?: boolean; readonly content: ReactNode };
}

/** Makes something, then shows what is seen of it only now, until somebody says that it is kept. */
export function OnceDialog<Made>({ open, onClose, title, description, children, shown }: OnceDialogProps<Made>) {
  const [made, setMade] = useState<Made | null>(null);
  const close = (): void => {
    onClose(made);
    setMade(null);
  };
  const result = made === null ? null : shown(made);
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      sticky={result !== null}
      wide={result?.wide ?? false}
      title={result?.title ?? title}
      description={result === null ? description : undefined}
    >
      {result === null ? (
        children((next) => setMade(next))
      ) : (
        <>
          {result.content}
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

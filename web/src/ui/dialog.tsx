import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { focusOnMount } from "../lib/focus-on-mount.ts";
import { Button } from "./button.tsx";
import { UnsavedContext, useUnsavedForms } from "./unsaved-forms.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly wide?: boolean;
  /** A click beside it does not close it: for what is shown only once. */
  readonly sticky?: boolean;
  /** Something was typed or chosen that closing would lose; a `Form` in it says so by itself. */
  readonly unsaved?: boolean;
  readonly children?: ReactNode;
}

const BACKDROP =
  "fixed inset-0 z-40 bg-[rgb(10_12_16/45%)] transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0";
const POPUP =
  "fixed z-40 grid grid-cols-1 max-h-[calc(100dvh-2rem)] gap-4 overflow-auto border border-line bg-raised p-5 shadow-pop " +
  "inset-x-0 bottom-0 rounded-t-lg sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:-translate-1/2 sm:rounded-lg " +
  "transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0";

/** A question or a small form before everything else; on a phone it comes from below. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide = false,
  sticky = false,
  unsaved = false,
  children,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const { isUnsaved, report } = useUnsavedForms(unsaved);
  const [asks, setAsks] = useState(false);
  const close = (): void => {
    setAsks(false);
    onOpenChange(false);
  };
  const change = (isOpen: boolean): void => {
    // What lies over the page, such as the log-in of a session that ended, is no click beside the dialog.
    if (!isOpen && document.querySelector("dialog[open]") !== null) return;
    if (!isOpen && isUnsaved) setAsks(true);
    else if (isOpen) onOpenChange(true);
    else close();
  };
  return (
    <Base.Root open={open} onOpenChange={change} disablePointerDismissal={sticky}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup
          ref={popup}
          // A finger would get the keyboard of the screen before it has read what is asked.
          initialFocus={(openedBy) => (openedBy === "touch" ? true : (firstFieldIn(popup.current) ?? true))}
          className={classNames(POPUP, wide ? "sm:max-w-3xl" : "sm:max-w-md")}
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="wrap-anywhere min-w-0 font-semibold text-lg">{title}</Base.Title>
            {/* Without a tooltip: it would open with the focus, and Escape would close it first. */}
            <Base.Close
              aria-label="Close"
              className="grid size-7 place-items-center rounded-md text-soft hover:bg-hover"
            >
              <X aria-hidden size={15} />
            </Base.Close>
          </div>
          {description !== undefined && <Base.Description className="text-soft">{description}</Base.Description>}
          <UnsavedContext value={report}>{children}</UnsavedContext>
          {asks && isUnsaved && <AskBeforeClosing onStay={() => setAsks(false)} onClose={close} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Where one begins to type or to choose; null where there is nothing of the kind. */
function firstFieldIn(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>("input:not([type=radio]), input:checked, select, textarea") ?? null;
}

function AskBeforeClosing({ onStay, onClose }: { readonly onStay: () => void; readonly onClose: () => void }) {
  return (
    // Seen also where the form is longer than the screen.
    <div role="alert" className="sticky bottom-0 grid gap-3 rounded-md bg-late-ground px-3 py-3 text-late shadow-pop">
      <p>Close without saving? What you typed here will be lost.</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button ref={focusOnMount} onClick={onStay}>
          Go on
        </Button>
        <Button look="danger" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

interface ConfirmDialogProps extends Omit<DialogProps, "children" | "wide" | "sticky" | "unsaved"> {
  /** The verb on the button, such as "Delete 3 monitors". */
  readonly action: string;
  readonly danger?: boolean;
  /** Done when the promise is; a failure keeps the dialog open and is shown in it. */
  readonly onConfirm: () => Promise<unknown>;
  readonly describeError: (error: unknown) => string;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ action, danger = false, onConfirm, describeError, ...dialog }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      dialog.onOpenChange(false);
    } catch (error) {
      setProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog {...dialog}>
      {problem !== null && (
        <p role="alert" className="rounded-md bg-down-ground px-3 py-2 text-down">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => dialog.onOpenChange(false)}>Cancel</Button>
        <Button look={danger ? "danger" : "primary"} busy={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}

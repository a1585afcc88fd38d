import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { type ReactNode, useCallback } from "react";
import { classNames } from "../lib/class-names.ts";

const STAYS_MS = 6_000;
/** Long enough to read, think and reach for the mouse. */
const UNDO_STAYS_MS = 10_000;

/** What a toast says. */
export interface ToastMessage {
  readonly text: string;
  readonly kind?: "done" | "problem";
  /** Offers to take back what was done. */
  readonly undo?: () => void | Promise<void>;
  /** Called when it is gone, after `undo` where that was chosen. */
  readonly onGone?: () => void;
}

/** Gives the function that shows a toast. */
export function useToast(): (message: ToastMessage) => void {
  const { add, close } = Toast.useToastManager();
  return useCallback(
    ({ text, kind = "done", undo, onGone }) => {
      const id: string = add({
        title: text,
        type: kind,
        timeout: undo ? UNDO_STAYS_MS : STAYS_MS,
        priority: kind === "problem" ? "high" : "low",
        ...(onGone && { onClose: onGone }),
        ...(undo && {
          actionProps: {
            children: "Undo",
            onClick: () => {
              void undo(); // What goes wrong with it, the caller tells in a toast of its own.
              close(id);
            },
          },
        }),
      });
    },
    [add, close],
  );
}

/** The place where toasts appear, around everything that shows them. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-20 left-4 z-50 grid justify-items-end gap-2 sm:left-auto lg:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => {
    const isProblem = toast.type === "problem";
    const Sign = isProblem ? CircleAlert : CircleCheck;
    return (
      <Toast.Root key={toast.id} toast={toast} swipeDirection={["right", "down"]} className="w-full max-w-96">
        <Toast.Content className="flex items-center gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 shadow-pop">
          <Sign aria-hidden size={17} className={classNames("shrink-0", isProblem ? "text-down" : "text-up")} />
          <Toast.Title className="min-w-0 flex-1" />
          <Toast.Action className="rounded-md px-2 py-1 font-medium text-accent hover:bg-hover" />
          <Toast.Close
            aria-label="Close"
            className="grid size-7 place-items-center rounded-md text-soft hover:bg-hover"
          >
            <X aria-hidden size={15} />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}

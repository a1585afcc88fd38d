import { type ReactNode, useState } from "react";
import { ApiError } from "../../api/api-error.ts";
import { PasswordDialog } from "./password-dialog.tsx";

/** What is sent with a request that may ask for the password once more. */
export interface PasswordAgain {
  readonly password?: string;
}

interface Waiting {
  readonly act: (body: PasswordAgain) => Promise<void>;
  readonly settle: (outcome: "done" | "left") => void;
}

/**
 * For what a borrowed browser must not do: the server asks for the password unless the log-in is fresh. `run` tries without
 * one, and asks for it when it is wanted; it resolves with false when nobody typed it. Put `dialog` into the page.
 */
export function usePasswordAgain(): {
  readonly run: (act: (body: PasswordAgain) => Promise<void>) => Promise<boolean>;
  readonly dialog: ReactNode;
} {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const run = async (act: (body: PasswordAgain) => Promise<void>): Promise<boolean> => {
    try {
      await act({});
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "wrong_password") throw error;
    }
    const outcome = await new Promise<"done" | "left">((settle) => setWaiting({ act, settle }));
    setWaiting(null);
    return outcome === "done";
  };
  const dialog = waiting && (
    <PasswordDialog
      title="Your password, once more"
      description="You logged in a while ago, and this changes who can log in."
      action="Continue"
      onClose={() => waiting.settle("left")}
      onConfirm={async (body) => {
        await waiting.act(body);
        waiting.settle("done");
      }}
    />
  );
  return { run, dialog };
}

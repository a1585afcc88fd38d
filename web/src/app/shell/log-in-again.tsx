import { type SyntheticEvent, useCallback, useId } from "react";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import type { Session, SessionAccount } from "../../api/session.ts";
import { useObservable } from "../../api/use-observable.ts";
import { useAccount, useSession, useTakeSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { KnownEmail, PasswordField } from "../../parts/account-fields.tsx";
import { Form } from "../../ui/form.tsx";
import { useForm } from "../../ui/use-form.ts";

/**
 * Covers the page when the session ended while something was half typed, and asks to log in again: here, or in another tab
 * where the account has more ways than a password. What was typed stays under it.
 */
export function LogInAgain() {
  const { state } = useSession();
  const account = useAccount();
  const isTyped = useObservable(useDashboard().unsaved.count) > 0;
  return state === "signed-in" || !isTyped ? null : <Cover account={account} />;
}

function Cover({ account }: { readonly account: SessionAccount }) {
  const heading = useId();
  const show = useCallback((dialog: HTMLDialogElement | null) => dialog?.showModal(), []);
  return (
    <dialog
      ref={show}
      aria-labelledby={heading}
      // Whoever closes it would see what only the account may see.
      onCancel={(event) => event.preventDefault()}
      onClose={({ currentTarget }) => currentTarget.showModal()}
      onKeyDown={stop}
      className="m-auto w-[calc(100vw-2rem)] max-w-md rounded-lg border border-line bg-raised p-5 text-ink shadow-pop backdrop:bg-canvas"
    >
      <h2 id={heading} className="mb-1 font-semibold text-lg">
        Log in again
      </h2>
      <p className="mb-5 text-soft">
        You were logged out. What you typed is still here: log in as {account.email} and go on.
      </p>
      {account.hasPassword && !account.twoFactor && <PasswordForm email={account.email} />}
      <p className="mt-5 text-sm">
        {/* The tabs of a browser tell each other of a log-in. */}
        <a href={PATHS.logIn} target="_blank" rel="noopener" className="link">
          Log in in another tab
        </a>
      </p>
    </dialog>
  );
}

function PasswordForm({ email }: Pick<SessionAccount, "email">) {
  const api = useApi();
  const takeSession = useTakeSession();
  const form = useForm({
    initial: { password: "" },
    check: ({ password }) => (password === "" ? { password: "Type your password." } : {}),
    save: async ({ password }) => takeSession(await api.post<Session>("/session", { body: { email, password } })),
    warns: false,
  });
  return (
    <Form form={form} action="Log in">
      <KnownEmail email={email} />
      <PasswordField form={form} />
    </Form>
  );
}

/** The shortcuts of the page are not for whoever is not logged in. */
function stop(event: SyntheticEvent): void {
  event.stopPropagation();
}

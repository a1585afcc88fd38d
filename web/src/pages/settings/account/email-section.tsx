import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { ChangedAccount } from "../../../api/account.ts";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { PATHS } from "../../../lib/paths.ts";
import { PasswordField } from "../../../parts/account-fields.tsx";
import { Button } from "../../../ui/button.tsx";
import { Form } from "../../../ui/form.tsx";
import { LineField } from "../../../ui/line-field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";

/** The address that one logs in with; a new one counts once it was shown to be one's own, where mail can be sent. */
export function EmailSection() {
  const { email: token } = useSearch({ from: "/app/settings/account" });
  const account = useAccount();
  const [changing, setChanging] = useState(false);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  return (
    <Section title="E-mail">
      <div className="card grid grid-cols-1 gap-4 p-4 sm:p-5">
        {token !== undefined && <ConfirmEmail token={token} />}
        {mailedTo !== null && (
          <Notice tone="good">A link is on its way to {mailedTo}. The new address counts once you open it.</Notice>
        )}
        {changing ? (
          <ChangeEmail
            onDone={(to) => {
              setMailedTo(to);
              setChanging(false);
            }}
            onCancel={() => setChanging(false)}
          />
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-0 break-words">{account.email}</span>
            <Button onClick={() => setChanging(true)}>Change e-mail</Button>
          </div>
        )}
      </div>
    </Section>
  );
}

interface ChangeEmailProps {
  /** Where a link was mailed to; null: the address counts at once. */
  readonly onDone: (mailedTo: string | null) => void;
  readonly onCancel: () => void;
}

function ChangeEmail({ onDone, onCancel }: ChangeEmailProps) {
  const api = useApi();
  const { hasPassword } = useAccount();
  const readSession = useReadSession();
  const toast = useToast();
  const form = useForm({
    initial: { email: "", password: "" },
    check: ({ email, password }) => ({
      ...(email.trim() === "" && { email: "Type the new address." }),
      ...(hasPassword && password === "" && { password: "Type the password that you log in with." }),
    }),
    save: async ({ email, password }) => {
      const body = { email: email.trim(), ...(hasPassword && { password }) };
      const { mailed } = await api.patch<ChangedAccount>("/account", { body });
      await readSession();
      if (!mailed) toast({ text: "Your e-mail is changed." });
      onDone(mailed ? email.trim() : null);
    },
  });
  return (
    <Form
      form={form}
      action="Change e-mail"
      aside={
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      }
    >
      <LineField form={form} name="email" label="New e-mail" type="email" autoComplete="email" required />
      {hasPassword && <PasswordField form={form} hint="The one that you log in with." />}
    </Form>
  );
}

/** Whoever opens the link says so with a click: programs that look at mails open links, too. */
function ConfirmEmail({ token }: { readonly token: string }) {
  const api = useApi();
  const readSession = useReadSession();
  const navigate = useNavigate();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/account/email", { body: { token } });
      await readSession();
      toast({ text: "Your e-mail is changed." });
      await navigate({ to: PATHS.account, search: {}, replace: true });
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  if (problem !== null) return <Notice tone="bad">{problem}</Notice>;
  return (
    <Notice>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span>You opened the link that was mailed to your new address.</span>
        <Button look="primary" size="small" busy={busy} onClick={() => void confirm()}>
          Use the new address
        </Button>
      </div>
    </Notice>
  );
}

import { Link, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { useSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { PATHS } from "../../lib/paths.ts";
import { checkFilled, EmailField } from "../../parts/account-fields.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { CheckMail } from "./check-mail.tsx";

/** A forgotten password: by mail where the server can send some, else by whoever has a shell on it. */
export function ForgotPage() {
  const { passwordMail } = useSession();
  const { next } = useSearch({ from: "/stranger/forgot" });
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const back = (
    <Link to={PATHS.logIn} search={{ next }} className="link">
      Back to log in
    </Link>
  );
  if (mailedTo !== null) return <CheckMail to={mailedTo} what="a link for a new password, if it has an account" />;
  return (
    <Page title="Forgotten password">
      {passwordMail ? <AskForMail onMailed={setMailedTo} back={back} /> : <ByShell back={back} />}
    </Page>
  );
}

interface WithBack {
  readonly back: ReactNode;
}

function AskForMail({ onMailed, back }: WithBack & { readonly onMailed: (to: string) => void }) {
  const api = useApi();
  const form = useForm({
    initial: { email: "" },
    check: checkFilled,
    save: async ({ email }) => {
      await api.post("/password-resets", { body: { email } });
      onMailed(email.trim());
    },
    warns: false,
  });
  return (
    <Form form={form} action="Send me a link" aside={back}>
      <p className="text-soft">With the link that we mail you, you choose a new one.</p>
      <EmailField form={form} focus={focusOnMount} />
    </Form>
  );
}

function ByShell({ back }: WithBack) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <p>This server sends no mail. Whoever runs it makes a link for a new password, on the server:</p>
      <CodeBlock code="watchbell users reset you@example.org" label="the command for a new password" />
      <p className="text-soft">The link is good for an hour, and once.</p>
      <p>{back}</p>
    </div>
  );
}

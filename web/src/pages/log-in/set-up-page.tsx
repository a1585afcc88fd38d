import { useSearch } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useTakeSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { browserTimeZone } from "../../lib/time-zones.ts";
import { checkNewAccount, EmailField, NameField, NewPasswordField } from "../../parts/account-fields.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";

/** The first account, made through the link that the server printed. */
export function SetUpPage() {
  const { token } = useSearch({ from: "/stranger/set-up" });
  return <Page title="Set up Watchbell">{token === undefined ? <WhereTheLinkIs /> : <OwnerForm token={token} />}</Page>;
}

function WhereTheLinkIs() {
  return (
    <div className="grid grid-cols-1 gap-3">
      <p>
        Nobody has an account here yet. The server printed a link when it started: open that one. Only somebody who can
        read the server's output can become its owner.
      </p>
      <p>Cannot find it? On the server, in the same folder, this prints a fresh one:</p>
      <CodeBlock code="watchbell users set-up" label="the command for a new link" />
    </div>
  );
}

function OwnerForm({ token }: { readonly token: string }) {
  const api = useApi();
  const takeSession = useTakeSession();
  const form = useForm({
    initial: { name: "", email: "", password: "" },
    check: checkNewAccount,
    save: async ({ name, ...rest }) => {
      const body = { ...rest, token, ...(name.trim() !== "" && { name }), timezone: browserTimeZone() };
      takeSession(await api.post<Session>("/set-up", { body }));
    },
    warns: false,
  });
  return (
    <div className="grid gap-5">
      <p className="text-soft">You become its owner: you decide who else comes in.</p>
      <Form form={form} action="Create the owner's account">
        <EmailField form={form} focus={focusOnMount} />
        <NewPasswordField form={form} />
        <NameField form={form} />
      </Form>
    </div>
  );
}

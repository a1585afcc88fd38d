import { useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Session, sessionQuery } from "../../api/session.ts";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";

/** The first account, made through the link that the server printed. */
export function SetUpPage() {
  const api = useApi();
  const queryClient = useQueryClient();
  const { token } = useSearch({ from: "/stranger/set-up" });
  const form = useForm({
    initial: { email: "", password: "" },
    save: async (values) => {
      const session = await api.post<Session>("/set-up", { body: { ...values, token } });
      queryClient.setQueryData(sessionQuery(api).queryKey, session);
    },
  });
  if (token === undefined) {
    return (
      <Page title="Set up Watchbell">
        <p>
          Nobody has an account here yet. The server printed a link when it started: open that one. Lost it?{" "}
          <code className="font-mono text-sm">watchbell users set-up</code> prints another.
        </p>
      </Page>
    );
  }
  return (
    <Page title="Set up Watchbell">
      <Form form={form} action="Create the owner's account">
        <Field label="E-mail" error={form.errorOf("email")} required>
          <TextInput
            type="email"
            autoComplete="username"
            value={form.values.email}
            onChange={(event) => form.set("email", event.target.value)}
          />
        </Field>
        <Field label="Password" hint="At least 10 characters." error={form.errorOf("password")} required>
          <TextInput
            type="password"
            autoComplete="new-password"
            value={form.values.password}
            onChange={(event) => form.set("password", event.target.value)}
          />
        </Field>
      </Form>
    </Page>
  );
}

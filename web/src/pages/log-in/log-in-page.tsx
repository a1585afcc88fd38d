import { useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Session, sessionQuery } from "../../api/session.ts";
import { useSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Log in with e-mail and password; the router then leads on to where one wanted. */
export function LogInPage() {
  const api = useApi();
  const queryClient = useQueryClient();
  const { signUp, passwordMail } = useSession();
  const search = useSearch({ from: "/stranger/log-in" });
  const form = useForm({
    initial: { email: "", password: "" },
    save: async (body) => {
      const session = await api.post<Session>("/session", { body });
      queryClient.setQueryData(sessionQuery(api).queryKey, session);
    },
  });
  return (
    <Page title="Log in">
      <Form
        form={form}
        action="Log in"
        aside={<LinksBeside signUp={signUp} passwordMail={passwordMail} next={search.next} />}
      >
        <Field label="E-mail" error={form.errorOf("email")} required>
          <TextInput
            type="email"
            autoComplete="username"
            value={form.values.email}
            onChange={(event) => form.set("email", event.target.value)}
          />
        </Field>
        <Field label="Password" error={form.errorOf("password")} required>
          <TextInput
            type="password"
            autoComplete="current-password"
            value={form.values.password}
            onChange={(event) => form.set("password", event.target.value)}
          />
        </Field>
      </Form>
    </Page>
  );
}

function LinksBeside({
  signUp,
  passwordMail,
  next,
}: Pick<Session, "signUp" | "passwordMail"> & { readonly next?: string }) {
  return (
    <span className="flex flex-wrap gap-x-4">
      {passwordMail && (
        <Link to={PATHS.forgot} search={{ next }} className="link">
          Forgotten?
        </Link>
      )}
      {signUp === "open" && (
        <Link to={PATHS.signUp} search={{ next }} className="link">
          Sign up
        </Link>
      )}
    </span>
  );
}

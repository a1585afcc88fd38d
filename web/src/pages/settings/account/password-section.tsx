import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { KnownEmail, NewPasswordField } from "../../../parts/account-fields.tsx";
import { Form } from "../../../ui/form.tsx";
import { LineField } from "../../../ui/line-field.tsx";
import { Section } from "../../../ui/page.tsx";
import { PasswordInput } from "../../../ui/password-input.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";

const EMPTY = { current: "", password: "" };

/** The password; whoever came in through another service may set one, too. */
export function PasswordSection() {
  const api = useApi();
  const { email, hasPassword } = useAccount();
  const readSession = useReadSession();
  const queryClient = useQueryClient();
  const toast = useToast();
  const form = useForm({
    initial: EMPTY,
    check: ({ current, password }) => ({
      ...(hasPassword && current === "" && { current: "Type the password that you log in with now." }),
      ...(password === "" && { password: "Type the new password." }),
    }),
    save: async ({ current, password }) => {
      await api.post("/account/password", { body: { password, ...(hasPassword && { current }) } });
      form.reset(EMPTY);
      await Promise.all([readSession(), queryClient.invalidateQueries({ queryKey: ["account"] })]);
      toast({ text: "Your password is changed. Wherever else you were logged in, you are logged out." });
    },
  });
  return (
    <Section title="Password">
      <div className="card p-4 sm:p-5">
        <Form form={form} action={hasPassword ? "Change password" : "Set password"}>
          <KnownEmail email={email} />
          {hasPassword && (
            <LineField
              form={form}
              name="current"
              label="Password now"
              input={PasswordInput}
              autoComplete="current-password"
              required
            />
          )}
          <NewPasswordField form={form} label="New password" />
        </Form>
      </div>
    </Section>
  );
}

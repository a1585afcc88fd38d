import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useTakeSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { browserTimeZone } from "../../lib/time-zones.ts";
import { checkNewAccount, EmailField, NameField, NewPasswordField } from "../../parts/account-fields.tsx";
import { Form } from "../../ui/form.tsx";
import { useForm } from "../../ui/use-form.ts";

interface SignUpFormProps {
  /** The token of the invitation that lets one in. */
  readonly invite?: string;
  /** Whom the invitation is for. */
  readonly email?: string | null;
  /** The account is made once the link in a mail is opened. */
  readonly onMailed: (to: string) => void;
  readonly onSignedIn?: (session: Session) => void;
}

/** Makes an account. */
export function SignUpForm({ invite, email = null, onMailed, onSignedIn }: SignUpFormProps) {
  const api = useApi();
  const takeSession = useTakeSession();
  const form = useForm({
    initial: { name: "", email: email ?? "", password: "" },
    check: checkNewAccount,
    save: async ({ name, ...rest }) => {
      const named = name.trim() !== "" && { name };
      const body = { ...rest, ...named, ...(invite !== undefined && { invite }), timezone: browserTimeZone() };
      const answer = await api.post<Session | { readonly state: "check-mail" }>("/accounts", { body });
      if (answer.state === "check-mail") return onMailed(rest.email.trim());
      takeSession(answer);
      onSignedIn?.(answer);
    },
    warns: false,
  });
  return (
    <Form form={form} action="Create account">
      <EmailField form={form} focus={focusOnMount} />
      <NewPasswordField form={form} />
      <NameField form={form} />
    </Form>
  );
}

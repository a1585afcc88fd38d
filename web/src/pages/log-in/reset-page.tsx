import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Unlink } from "lucide-react";
import { type PasswordLink, passwordLinkQuery } from "../../api/account.ts";
import { isNetworkError } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useTakeSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { PATHS } from "../../lib/paths.ts";
import { KnownEmail, NewPasswordField } from "../../parts/account-fields.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Form } from "../../ui/form.tsx";
import { Page, usePageTitle } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Choose a password with the link of a mail: a new one, or the first one of an account that is made so. */
export function ResetPage() {
  const { token = "" } = useSearch({ from: "/anybody/reset" });
  const { data, error, refetch } = useQuery(passwordLinkQuery(useApi(), token));
  usePageTitle("Choose a password");
  if (data !== undefined) return <ChoosePassword token={token} link={data} />;
  if (isNetworkError(error)) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (error === null) return <SkeletonRows />;
  return (
    <EmptyState
      icon={Unlink}
      title="This link is good no more"
      action={
        <Link to={PATHS.forgot} className={buttonClass("primary")}>
          Ask for another
        </Link>
      }
    >
      A link for a password can be used once, and not for long.
    </EmptyState>
  );
}

function ChoosePassword({ token, link }: { readonly token: string; readonly link: PasswordLink }) {
  const api = useApi();
  const takeSession = useTakeSession();
  const navigate = useNavigate();
  const isNew = link.kind === "sign-up";
  const form = useForm({
    initial: { password: "" },
    check: ({ password }) => (password === "" ? { password: "Type a password." } : {}),
    save: async (body) => {
      const session = await api.post<Session>(`/password-resets/${encodeURIComponent(token)}`, { body });
      takeSession(session);
      // A second factor that is still wanted is asked for on the way.
      await navigate({ to: isNew ? PATHS.welcome : PATHS.home, replace: true });
    },
    warns: false,
  });
  return (
    <Page title={isNew ? "Choose your password" : "Choose a new password"}>
      <Form form={form} action={isNew ? "Create account" : "Set password and log in"}>
        <p className="text-soft">
          For <span className="font-medium text-ink">{link.email}</span>.{" "}
          {!isNew && "Wherever else you are logged in, you are then logged out."}
        </p>
        <KnownEmail email={link.email} />
        <NewPasswordField form={form} focus={focusOnMount} />
      </Form>
    </Page>
  );
}

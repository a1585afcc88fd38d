import { Link, useSearch } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useSession, useTakeSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { PATHS } from "../../lib/paths.ts";
import { checkFilled, EmailField, PasswordField } from "../../parts/account-fields.tsx";
import { sayProblem } from "../../parts/say-problem.ts";
import { Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { OtherWays } from "./other-ways.tsx";

/** Log in with e-mail and password, a passkey or another service; the router then leads on to where one wanted. */
export function LogInPage() {
  const api = useApi();
  const takeSession = useTakeSession();
  const { signUp, oidc } = useSession();
  const { next, problem } = useSearch({ from: "/stranger/log-in" });
  const form = useForm({
    initial: { email: "", password: "" },
    check: checkFilled,
    save: async (body) => takeSession(await api.post<Session>("/session", { body })),
    warns: false,
  });
  return (
    <Page title="Log in">
      {problem !== undefined && (
        <div className="mb-5">
          <Notice tone="bad">{sayProblem(problem, oidc?.name ?? "The other service")}</Notice>
        </div>
      )}
      <Form
        form={form}
        action="Log in"
        aside={
          <Link to={PATHS.forgot} search={{ next }} className="link">
            Forgot the password?
          </Link>
        }
      >
        <EmailField form={form} focus={focusOnMount} />
        <PasswordField form={form} />
      </Form>
      <OtherWays next={next} />
      {signUp === "open" && (
        <p className="mt-6 text-soft">
          No account yet?{" "}
          <Link to={PATHS.signUp} search={{ next }} className="link">
            Sign up
          </Link>
        </p>
      )}
    </Page>
  );
}

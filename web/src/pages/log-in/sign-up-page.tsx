import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Page } from "../../ui/page.tsx";
import { CheckMail } from "./check-mail.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

/** Make an account, where anybody may. */
export function SignUpPage() {
  const { signUp } = useSession();
  const { next } = useSearch({ from: "/stranger/sign-up" });
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const logIn = (
    <p className="text-soft">
      Have an account?{" "}
      <Link to={PATHS.logIn} search={{ next }} className="link">
        Log in
      </Link>
    </p>
  );
  if (mailedTo !== null) return <CheckMail to={mailedTo} what="a link with which you choose your password" />;
  return (
    <Page title="Sign up">
      <div className="grid gap-5">
        {signUp === "open" ? (
          <SignUpForm onMailed={setMailedTo} />
        ) : (
          <p>
            Accounts are made by invitation here. Ask a member of a project for one: its link brings you to the right
            place.
          </p>
        )}
        {logIn}
      </div>
    </Page>
  );
}

import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { Button } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";

interface LogOutElsewhereProps {
  readonly email: string;
  /** Where to go then; the log-in unless told. The page is loaded anew, so that nothing that was read stays in it. */
  readonly to?: string;
}

/** Who is signed in, and the way out for somebody else. */
export function LogOutElsewhere({ email, to = "/log-in" }: LogOutElsewhereProps) {
  const api = useApi();
  const { otherTabs } = useDashboard();
  const [problem, setProblem] = useState<string | null>(null);
  const logOut = async (): Promise<void> => {
    try {
      await api.delete("/session");
      otherTabs.tell();
      window.location.assign(to);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-t pt-4 text-sm text-soft">
      <span className="min-w-0 truncate">You are logged in as {email}.</span>
      <Button look="quiet" size="small" onClick={() => void logOut()}>
        Not you?
      </Button>
      {problem !== null && <FieldError>{problem}</FieldError>}
    </div>
  );
}

import { KeyRound, LogIn } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useSession } from "../../api/use-session.ts";
import { canUsePasskeys } from "../../lib/passkeys.ts";
import { safeNext } from "../../lib/safe-next.ts";
import { buttonClass } from "../../ui/button.tsx";
import { PasskeyButton } from "./passkey-button.tsx";

/** The ways to log in without typing a password, as far as server and browser know them. */
export function OtherWays({ next }: { readonly next: string | undefined }) {
  const api = useApi();
  const { oidc } = useSession();
  const hasPasskeys = canUsePasskeys();
  if (!hasPasskeys && oidc === null) return null;
  return (
    <div className="mt-6 grid gap-3">
      <div className="flex items-center gap-3 text-soft text-sm">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      {hasPasskeys && (
        <PasskeyButton
          label="Log in with a passkey"
          icon={KeyRound}
          save={(passkey) => api.post<Session>("/session/passkey", { body: { passkey } })}
        />
      )}
      {oidc !== null && (
        // A page of the server, not of the dashboard: it leads on to the other service.
        <a href={`/auth/oidc/start?next=${encodeURIComponent(safeNext(next))}`} className={buttonClass("plain")}>
          <LogIn aria-hidden size={16} />
          <span className="truncate">Log in with {oidc.name}</span>
        </a>
      )}
    </div>
  );
}

import { KeyRound, LogIn } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useSession } from "../../api/use-session.ts";
import { canUsePasskeys } from "../../lib/passkeys.ts";
import { safeNext } from "../../lib/safe-next.ts";
import { browserTimeZone } from "../../lib/time-zones.ts";
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
      {oidc !== null && <OidcLink words={`Log in with ${oidc.name}`} next={safeNext(next)} />}
    </div>
  );
}

interface OidcLinkProps {
  readonly words: string;
  /** Where to go then. */
  readonly next: string;
  /** The token of an invitation, which lets somebody new in. */
  readonly invite?: string;
}

/** Leads to the other service that people log in with. */
export function OidcLink({ words, next, invite }: OidcLinkProps) {
  const timezone = browserTimeZone();
  const query = new URLSearchParams({ next, ...(invite !== undefined && { invite }), timezone });
  return (
    // A page of the server, not of the dashboard.
    <a href={`/auth/oidc/start?${query}`} className={buttonClass("plain")}>
      <LogIn aria-hidden size={16} />
      <span className="truncate">{words}</span>
    </a>
  );
}

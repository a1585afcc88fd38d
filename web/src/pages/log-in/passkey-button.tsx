import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Session } from "../../api/session.ts";
import { useTakeSession } from "../../api/use-session.ts";
import { sayNoPasskey, showPasskey } from "../../lib/passkeys.ts";
import { Button, type ButtonLook } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";

interface PasskeyButtonProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly look?: ButtonLook;
  /** Sends the passkey to where it is asked for. */
  readonly save: (passkey: AuthenticationResponseJSON) => Promise<Session>;
}

/** Asks for a passkey and lets its owner in. */
export function PasskeyButton({ label, icon, look = "plain", save }: PasskeyButtonProps) {
  const api = useApi();
  const takeSession = useTakeSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const options = await api.post<PublicKeyCredentialRequestOptionsJSON>("/session/passkey-options");
      const passkey = await showPasskey(options);
      if (typeof passkey === "string") setProblem(sayNoPasskey(passkey));
      else takeSession(await save(passkey));
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-2">
      <Button look={look} icon={icon} busy={busy} onClick={() => void ask()}>
        {label}
      </Button>
      <div role="alert" className="empty:hidden">
        {problem !== null && <FieldError>{problem}</FieldError>}
      </div>
    </div>
  );
}

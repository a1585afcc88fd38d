import { useQuery } from "@tanstack/react-query";
import { ShieldCheck, Smartphone } from "lucide-react";
import { useState } from "react";
import { factorsQuery, type NewTotp } from "../../../api/account.ts";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { usePasswordAgain } from "../password-again.tsx";
import { PasswordDialog } from "../password-dialog.tsx";
import { CodesDialog } from "./codes-dialog.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** The codes of an authenticator app. */
export function TotpSection() {
  const { data: factors, error, refetch } = useQuery(factorsQuery(useApi()));
  const refresh = useRefreshAccount();
  // They stay whatever is read anew while somebody is away to keep them; a passkey may have brought others before.
  const [made, setMade] = useState<{ readonly codes: readonly string[]; readonly replacesOthers: boolean } | null>(
    null,
  );
  const finish = (): void => {
    setMade(null);
    void refresh(); // What fails to be read shows in the page.
  };
  return (
    <Section title="Authenticator app">
      <div className="card">
        {factors !== undefined && (
          <TotpState
            isOn={factors.totp}
            onOn={(codes) => setMade({ codes, replacesOthers: factors.recoveryCodes > 0 })}
          />
        )}
        {factors === undefined && error !== null && (
          <ErrorState title="Your second factors could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {factors === undefined && error === null && <SkeletonRows />}
      </div>
      {made !== null && <CodesDialog {...made} onClose={finish} />}
    </Section>
  );
}

interface TurnOnProps {
  /** Told the recovery codes that come with it. */
  readonly onOn: (codes: readonly string[]) => void;
}

function TotpState({ isOn, onOn }: TurnOnProps & { readonly isOn: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-3 p-4 sm:p-5">
      <Smartphone aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1 basis-64">
        {isOn ? (
          <Badge tone="up" icon={ShieldCheck}>
            On
          </Badge>
        ) : (
          <span className="font-medium">Off</span>
        )}
        <p className="text-soft">
          {isOn
            ? "After the password you are asked for the code that your app shows."
            : "With it a stolen password alone lets nobody in: an app on your phone shows a new code every half minute."}
        </p>
      </div>
      {isOn ? <TurnOff /> : <TurnOn onOn={onOn} />}
    </div>
  );
}

function TurnOn({ onOn }: TurnOnProps) {
  const api = useApi();
  const toast = useToast();
  const again = usePasswordAgain();
  const [busy, setBusy] = useState(false);
  const [totp, setTotp] = useState<NewTotp | null>(null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    try {
      await again.run(async (body) => setTotp(await api.post<NewTotp>("/account/totp", { body })));
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button look="primary" busy={busy} onClick={() => void begin()}>
        Set up
      </Button>
      {again.dialog}
      {totp !== null && (
        <TotpSetUp
          totp={totp}
          onClose={() => setTotp(null)}
          onOn={(made) => {
            setTotp(null);
            onOn(made);
          }}
        />
      )}
    </>
  );
}

function TurnOff() {
  const api = useApi();
  const refresh = useRefreshAccount();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        Turn off
      </Button>
      {asking && (
        <PasswordDialog
          onClose={() => setAsking(false)}
          title="Turn the authenticator app off?"
          description="From then on nobody asks for its codes."
          action="Turn off"
          onConfirm={async (body) => {
            await api.delete("/account/totp", { body });
            toast({ text: "The authenticator app is off." });
            setAsking(false);
            await refresh();
          }}
        />
      )}
    </>
  );
}

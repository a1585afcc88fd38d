import { useState } from "react";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";

/** The other service that one can log in through: linked with this account, or not. */
export function OidcSection({ name }: { readonly name: string }) {
  const { oidcLinked } = useAccount();
  return (
    <Section title={`Log in through ${name}`}>
      <div className="card flex flex-wrap items-center justify-between gap-3 p-4 sm:p-5">
        {oidcLinked ? <Linked name={name} /> : <NotLinked name={name} />}
      </div>
    </Section>
  );
}

function NotLinked({ name }: { readonly name: string }) {
  const api = useApi();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const link = async (): Promise<void> => {
    setBusy(true);
    try {
      const { url } = await api.post<{ readonly url: string }>("/account/oidc");
      window.location.assign(url);
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
      setBusy(false);
    }
  };
  return (
    <>
      <span className="text-soft">Not linked: only the password lets you in.</span>
      <Button busy={busy} onClick={() => void link()}>
        Link with {name}
      </Button>
    </>
  );
}

function Linked({ name }: { readonly name: string }) {
  const api = useApi();
  const { hasPassword } = useAccount();
  const readSession = useReadSession();
  const [asking, setAsking] = useState(false);
  const unlink = async (): Promise<void> => {
    await api.delete("/account/oidc");
    await readSession();
  };
  return (
    <>
      <Badge tone="up">Linked</Badge>
      <Button disabled={!hasPassword} onClick={() => setAsking(true)}>
        Unlink
      </Button>
      {!hasPassword && (
        <p className="w-full text-sm text-soft">Set a password first: without one nothing else lets you in.</p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Unlink ${name}?`}
        description="From then on only your password lets you in. You can link it again."
        action="Unlink"
        onConfirm={unlink}
        describeError={messageOf}
      />
    </>
  );
}

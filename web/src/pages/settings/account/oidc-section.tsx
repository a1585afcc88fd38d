import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { factorsQuery, type LinkAddress } from "../../../api/account.ts";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount } from "../../../api/use-session.ts";
import { sayProblem } from "../../../parts/say-problem.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { usePasswordAgain } from "../password-again.tsx";
import { useRefreshAccount } from "../security/use-refresh-account.ts";

/** The other service that one can log in through: linked with this account, or not. */
export function OidcSection({ name }: { readonly name: string }) {
  const { oidcLinked } = useAccount();
  const { problem } = useSearch({ from: "/app/settings/account" });
  return (
    <Section title={`Log in through ${name}`}>
      <div className="card grid grid-cols-1 gap-4 p-4 sm:p-5">
        {problem !== undefined && !oidcLinked && <Notice tone="bad">{sayProblem(problem, name)}</Notice>}
        <div className="flex flex-wrap items-center justify-between gap-3">
          {oidcLinked ? <Linked name={name} /> : <NotLinked name={name} />}
        </div>
      </div>
    </Section>
  );
}

function NotLinked({ name }: { readonly name: string }) {
  const api = useApi();
  const toast = useToast();
  const again = usePasswordAgain();
  const [busy, setBusy] = useState(false);
  const link = async (): Promise<void> => {
    setBusy(true);
    try {
      await again.run(async (body) => {
        const { url } = await api.post<LinkAddress>("/account/oidc", { body });
        window.location.assign(url);
      });
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <span className="text-soft">Not linked yet.</span>
      <Button busy={busy} onClick={() => void link()}>
        Link with {name}
      </Button>
      {again.dialog}
    </>
  );
}

function Linked({ name }: { readonly name: string }) {
  const api = useApi();
  const { data: factors } = useQuery(factorsQuery(api));
  const refresh = useRefreshAccount();
  const again = usePasswordAgain();
  const [asking, setAsking] = useState(false);
  const unlink = async (): Promise<void> => {
    if (await again.run((body) => api.delete("/account/oidc", { body }))) await refresh();
  };
  return (
    <>
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        <Badge tone="up">Linked</Badge>
        <span className="min-w-0 break-words">{factors?.oidc?.email}</span>
      </span>
      <Button onClick={() => setAsking(true)}>Unlink</Button>
      <ConfirmDialog
        // One question at a time.
        open={asking && again.dialog === null}
        onOpenChange={setAsking}
        title={`Unlink ${name}?`}
        description={`From then on ${name} lets you in no more. You can link it again.`}
        action="Unlink"
        onConfirm={unlink}
        describeError={messageOf}
      />
      {again.dialog}
    </>
  );
}

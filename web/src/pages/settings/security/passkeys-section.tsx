import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { factorsQuery, type Passkey, passkeysQuery } from "../../../api/account.ts";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { canUsePasskeys } from "../../../lib/passkeys.ts";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Section } from "../../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { RelativeTime, Time } from "../../../ui/time.tsx";
import { usePasswordAgain } from "../password-again.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** The passkeys: to log in with a fingerprint, a face or a security key instead of a password. */
export function PasskeysSection() {
  const api = useApi();
  const { data, error, refetch } = useQuery(passkeysQuery(api));
  const { data: factors } = useQuery(factorsQuery(api));
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const canAdd = canUsePasskeys() && factors?.canUsePasskeys !== false;
  return (
    <Section title="Passkeys" actions={canAdd && <AddPasskey />}>
      <div className="card">
        {!canAdd && (
          <p className="border-line px-4 py-3 text-soft not-last:border-b sm:px-5">
            Browsers have passkeys for addresses with a name only, over https or at localhost.{" "}
            <code className="font-mono text-sm">WATCHBELL_BASE_URL</code> says what the server's address is.
          </p>
        )}
        {error !== null && data === undefined && (
          <ErrorState title="The passkeys could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {data === undefined && error === null && <SkeletonRows />}
        {data?.length === 0 && canAdd && (
          <p className="px-4 py-3 text-soft sm:px-5">
            None yet. A passkey lets you in with a fingerprint, a face or a security key, and no copied page can steal
            it.
          </p>
        )}
        {data !== undefined && data.length > 0 && (
          <ul className="divide-y divide-line">
            {data.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setRemoving(passkey)} />
            ))}
          </ul>
        )}
      </div>
      {removing !== null && <RemovePasskey passkey={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}

function PasskeyRow({ passkey, onRemove }: { readonly passkey: Passkey; readonly onRemove: () => void }) {
  const { name, createdAt, lastUsedAt } = passkey;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-5">
      <KeyRound aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1 basis-52">
        <div className="break-words font-medium">{name}</div>
        <div className="text-sm text-soft">
          Added <Time at={createdAt} />,{" "}
          {lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              used <RelativeTime at={lastUsedAt} />
            </>
          )}
        </div>
      </div>
      <Button size="small" onClick={onRemove}>
        Remove<span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}

function RemovePasskey({ passkey, onClose }: { readonly passkey: Passkey; readonly onClose: () => void }) {
  const api = useApi();
  const refresh = useRefreshAccount();
  const again = usePasswordAgain();
  const remove = async (): Promise<void> => {
    const path = `/account/passkeys/${encodeURIComponent(passkey.id)}`;
    if (await again.run((body) => api.delete(path, { body }))) await refresh();
  };
  return (
    <>
      <ConfirmDialog
        // One question at a time.
        open={again.dialog === null}
        onOpenChange={onClose}
        title={`Remove ${passkey.name}?`}
        description="It lets you in no more. Delete it on the device, too."
        action="Remove passkey"
        danger
        onConfirm={remove}
        describeError={messageOf}
      />
      {again.dialog}
    </>
  );
}

import { useQuery } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useState } from "react";
import { factorsQuery, type RecoveryCodes } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { classNames } from "../../../lib/class-names.ts";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { PasswordDialog } from "../password-dialog.tsx";
import { CodesDialog } from "./codes-dialog.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

/** With so few left it is time for new ones. */
const FEW = 3;

/** The codes for when app and passkeys are lost; there are none without a second factor. */
export function RecoveryCodesSection() {
  const api = useApi();
  const refresh = useRefreshAccount();
  const { data: factors } = useQuery(factorsQuery(api));
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (factors === undefined || (!factors.totp && factors.passkeys === 0)) return null;
  const left = factors.recoveryCodes;
  return (
    <Section title="Recovery codes">
      <div className="card flex flex-wrap items-center gap-3 p-4 sm:p-5">
        <LifeBuoy aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-soft" />
        <div className="min-w-0 flex-1 basis-64">
          <span className={classNames("font-medium", left <= FEW && "text-late")}>
            {left === 0 ? "None left" : `${left} left`}
          </span>
          <p className="text-soft">Each lets you in once when your app and your passkeys are out of reach.</p>
        </div>
        <Button onClick={() => setAsking(true)}>New recovery codes</Button>
      </div>
      {asking && (
        <PasswordDialog
          onClose={() => setAsking(false)}
          title="Make new recovery codes?"
          description="Those before are good no more."
          action="Make new codes"
          onConfirm={async (body) => {
            const made = await api.post<RecoveryCodes>("/account/recovery-codes", { body });
            setAsking(false);
            setCodes(made.recoveryCodes);
            await refresh();
          }}
        />
      )}
      {codes !== null && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </Section>
  );
}

import { Page } from "../../ui/page.tsx";
import { AccountHistorySection } from "./security/account-history-section.tsx";
import { PasskeysSection } from "./security/passkeys-section.tsx";
import { RecoveryCodesSection } from "./security/recovery-codes-section.tsx";
import { SessionsSection } from "./security/sessions-section.tsx";
import { TotpSection } from "./security/totp-section.tsx";

/** What keeps others out of the account: second factors, and what is logged in where. */
export function SecurityPage() {
  return (
    <Page title="Security">
      <div className="grid grid-cols-1 gap-2">
        <TotpSection />
        <PasskeysSection />
        <RecoveryCodesSection />
        <SessionsSection />
        <AccountHistorySection />
      </div>
    </Page>
  );
}

import { useSession } from "../../api/use-session.ts";
import { Page } from "../../ui/page.tsx";
import { DeleteAccountSection } from "./account/delete-account-section.tsx";
import { EmailSection } from "./account/email-section.tsx";
import { NameSection } from "./account/name-section.tsx";
import { OidcSection } from "./account/oidc-section.tsx";
import { OwnProjectsSection } from "./account/own-projects-section.tsx";
import { PasswordSection } from "./account/password-section.tsx";

/** What belongs to the one who is signed in: name, e-mail, password, and the projects he is in. */
export function AccountPage() {
  const { oidc } = useSession();
  return (
    <Page title="Account">
      <div className="grid grid-cols-1 gap-2">
        <NameSection />
        <EmailSection />
        <PasswordSection />
        {oidc !== null && <OidcSection name={oidc.name} />}
        <OwnProjectsSection />
        <DeleteAccountSection />
      </div>
    </Page>
  );
}

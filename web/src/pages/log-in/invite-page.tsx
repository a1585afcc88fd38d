import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Unlink } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type Invitation, invitationQuery } from "../../api/account.ts";
import { isNetworkError, messageOf } from "../../api/api-error.ts";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { useReadSession, useSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { Page, usePageTitle } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { CheckMail } from "./check-mail.tsx";
import { LogOutElsewhere } from "./log-out-elsewhere.tsx";
import { OidcLink } from "./other-ways.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

/** An invitation to a project, for who has an account and for who has none. */
export function InvitePage() {
  const { token = "" } = useSearch({ from: "/anybody/invite" });
  const { state } = useSession();
  const { data, error, refetch } = useQuery(invitationQuery(useApi(), token));
  usePageTitle("Invitation");
  if (data !== undefined) {
    return state === "signed-in" ? (
      <Accept token={token} invitation={data} />
    ) : (
      <ComeIn token={token} invitation={data} />
    );
  }
  if (isNetworkError(error)) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (error === null) return <SkeletonRows />;
  return (
    <EmptyState
      icon={Unlink}
      title="This invitation is over"
      action={
        <Link to={PATHS.home} className={buttonClass("primary")}>
          Go to Watchbell
        </Link>
      }
    >
      It was used already, taken back, or is older than 7 days. Ask for another one.
    </EmptyState>
  );
}

interface InvitationProps {
  readonly token: string;
  readonly invitation: Invitation;
}

const ROLE_WORDS: Readonly<Record<Invitation["role"], string>> = {
  owner: "as an owner, who may do everything there",
  manager: "as a manager, who also decides who is in it",
  member: "as a member, who changes monitors and topics",
  "read-only": "to look on, without changing anything",
};

function InvitationCard({ invitation, children }: { readonly invitation: Invitation; readonly children: ReactNode }) {
  const { projectName, role, invitedBy, expiresAt } = invitation;
  return (
    <Page title={`Join ${projectName}`}>
      <p className="mb-5 text-soft">
        <span className="font-medium text-ink">{invitedBy}</span> invites you to this project, {ROLE_WORDS[role]}. The
        invitation ends <RelativeTime at={expiresAt} />.
      </p>
      {children}
    </Page>
  );
}

function Accept({ token, invitation }: InvitationProps) {
  const api = useApi();
  const { preferences } = useDashboard();
  const { account } = useSession();
  const readSession = useReadSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const accept = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const path = `/invitations/${encodeURIComponent(token)}/accept`;
      const { projectId } = await api.post<{ readonly projectId: string }>(path);
      await readSession();
      preferences.projectId.set(projectId);
      await navigate({ to: PATHS.monitors });
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <InvitationCard invitation={invitation}>
      <div className="grid gap-3">
        <div role="alert" className="empty:hidden">
          {problem !== null && <FieldError>{problem}</FieldError>}
        </div>
        <Button look="primary" busy={busy} onClick={() => void accept()}>
          Join the project
        </Button>
      </div>
      <LogOutElsewhere email={account?.email ?? ""} to={invitePath(token)} />
    </InvitationCard>
  );
}

function ComeIn({ token, invitation }: InvitationProps) {
  const { preferences } = useDashboard();
  const navigate = useNavigate();
  const { oidc } = useSession();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) return <CheckMail to={mailedTo} what="a link with which you choose your password" />;
  return (
    <InvitationCard invitation={invitation}>
      <SignUpForm
        invite={token}
        email={invitation.email}
        onMailed={setMailedTo}
        onSignedIn={({ projects = [] }) => {
          const joined = projects.find(({ name, role }) => name === invitation.projectName && role === invitation.role);
          preferences.projectId.set(joined?.id ?? null);
          void navigate({ to: PATHS.monitors }); // What could not be shown, the page that is gone to tells.
        }}
      />
      {oidc !== null && (
        <div className="mt-5 grid">
          <OidcLink words={`Create account with ${oidc.name}`} next={PATHS.monitors} invite={token} />
        </div>
      )}
      <p className="mt-5 text-soft">
        Have an account?{" "}
        <Link to={PATHS.logIn} search={{ next: invitePath(token) }} className="link">
          Log in to join
        </Link>
      </p>
    </InvitationCard>
  );
}

function invitePath(token: string): string {
  return `${PATHS.invite}?token=${encodeURIComponent(token)}`;
}

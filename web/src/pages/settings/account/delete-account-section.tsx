import { useQuery } from "@tanstack/react-query";
import { UserRoundX } from "lucide-react";
import { type Departure, departureQuery } from "../../../api/account.ts";
import { useApi, useDashboard } from "../../../api/dashboard-context.tsx";
import { useAccount } from "../../../api/use-session.ts";
import { PasswordField } from "../../../parts/account-fields.tsx";
import { DangerSection } from "../../../parts/danger-section.tsx";
import { Button } from "../../../ui/button.tsx";
import { Form } from "../../../ui/form.tsx";
import { LineField } from "../../../ui/line-field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { useForm } from "../../../ui/use-form.ts";

/** Deletes the account for whoever types its e-mail and its password. */
export function DeleteAccountSection() {
  return (
    <DangerSection
      title="Delete your account"
      text="The projects that only you are in go with it, for good."
      action="Delete account"
      icon={UserRoundX}
      question="Delete your account?"
    >
      {(onCancel) => <Asking onCancel={onCancel} />}
    </DangerSection>
  );
}

function Asking({ onCancel }: { readonly onCancel: () => void }) {
  const { data, error, refetch } = useQuery(departureQuery(useApi()));
  if (data === undefined) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  const { ownerless, isLastOperator } = data;
  if (ownerless.length === 0 && !isLastOperator) return <Goodbye departure={data} />;
  return (
    <>
      {ownerless.length > 0 && (
        <Notice tone="careful">
          You are the last owner of {namesOf(ownerless)}, and others are in it. Make one of them an owner first, under
          Members, or delete the project.
        </Notice>
      )}
      {isLastOperator && (
        <Notice tone="careful">
          You are the last operator here. Whoever has a shell on the server makes another one first, with{" "}
          <code>watchbell users operator EMAIL</code>.
        </Notice>
      )}
      <div className="flex justify-end">
        <Button onClick={onCancel}>Close</Button>
      </div>
    </>
  );
}

function Goodbye({ departure }: { readonly departure: Departure }) {
  const api = useApi();
  const { preferences, otherTabs } = useDashboard();
  const { email, hasPassword } = useAccount();
  const form = useForm({
    initial: { email: "", password: "" },
    check: (values) => ({
      ...(values.email.trim().toLowerCase() !== email.toLowerCase() && { email: "This is not your e-mail." }),
      ...(hasPassword && values.password === "" && { password: "Type the password that you log in with." }),
    }),
    save: async ({ email: typed, password }) => {
      await api.delete("/account", { body: { email: typed.trim(), ...(hasPassword && { password }) } });
      otherTabs.tell();
      preferences.projectId.set(null);
      // Nothing that was read stays in the page.
      window.location.assign("/");
    },
    warns: false,
  });
  return (
    <>
      <Fate departure={departure} />
      <Form form={form} action="Delete for good" look="danger">
        <LineField
          form={form}
          name="email"
          label={`Type your e-mail: ${email}`}
          type="email"
          autoComplete="off"
          required
        />
        {hasPassword && <PasswordField form={form} />}
      </Form>
    </>
  );
}

/** What goes with the account, and what goes on. */
function Fate({ departure: { deleted, left, isLastAccount } }: { readonly departure: Departure }) {
  return (
    <div className="grid gap-2">
      <p>You are logged out everywhere, and nobody can bring the account back.</p>
      {deleted.length > 0 && (
        <p>
          <strong className="font-medium">These projects go with it,</strong> with their monitors, topics and messages,
          because nobody else is in them: {namesOf(deleted)}.
        </p>
      )}
      {left.length > 0 && <p className="text-soft">These go on without you: {namesOf(left)}.</p>}
      {isLastAccount && (
        <Notice tone="careful">
          Nobody has an account here then. The next start of the server prints a link for a first one.
        </Notice>
      )}
    </div>
  );
}

function namesOf(projects: Departure["deleted"]): string {
  return projects.map(({ name }) => name).join(", ");
}

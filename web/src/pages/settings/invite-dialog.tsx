import { useApi } from "../../api/dashboard-context.tsx";
import type { NewInvite, Role } from "../../api/members.ts";
import { useProject } from "../../api/use-session.ts";
import { OnceDialog } from "../../parts/once-dialog.tsx";
import { useReadAnew } from "../../parts/use-action.ts";
import { CopyField } from "../../ui/copy.tsx";
import { Form } from "../../ui/form.tsx";
import { RadioGroup } from "../../ui/inputs.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useForm } from "../../ui/use-form.ts";
import { rolesToGive } from "./roles.ts";

interface InviteDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Invites somebody, then shows the link this once. */
export function InviteDialog({ open, onClose }: InviteDialogProps) {
  return (
    <OnceDialog<NewInvite>
      open={open}
      onClose={onClose}
      title="Invite somebody"
      shown={(invite) => ({ title: "The link of the invitation", content: <MadeInvite invite={invite} /> })}
    >
      {(onMade) => <InviteForm onMade={onMade} />}
    </OnceDialog>
  );
}

function InviteForm({ onMade }: { readonly onMade: (invite: NewInvite) => void }) {
  const api = useApi();
  const project = useProject();
  const readAnew = useReadAnew();
  const initial: { readonly role: Role; readonly email: string } = { role: "member", email: "" };
  const form = useForm({
    initial,
    save: async ({ role, email }) => {
      const body = { role, ...(email.trim() !== "" && { email: email.trim() }) };
      const invite = await api.post<NewInvite>("/invites", { body });
      await readAnew("members");
      onMade(invite);
    },
  });
  return (
    <Form form={form} action="Make the link">
      <LineField
        form={form}
        name="email"
        label="E-mail"
        hint="Then the link is for this address only. Where a mail server is set, it is mailed there."
        type="email"
        autoComplete="off"
        optional
      />
      <RadioGroup
        label="Role"
        name="invite-role"
        value={form.values.role}
        onChange={(role) => form.set("role", role)}
        choices={rolesToGive(project.role).map(({ role, label, may }) => ({ value: role, label, hint: may }))}
      />
    </Form>
  );
}

function MadeInvite({ invite }: { readonly invite: NewInvite }) {
  return (
    <>
      {invite.mailed && <Notice tone="good">A mail with it is on its way to {invite.email}.</Notice>}
      <p className="text-soft">
        Send it to {invite.email ?? "whom you want here"}. It is good once, for 7 days, and shown only now.
      </p>
      <CopyField value={invite.url} label="the link" />
    </>
  );
}

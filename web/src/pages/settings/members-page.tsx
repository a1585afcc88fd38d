import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { membersQuery } from "../../api/members.ts";
import { useProject } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { Invites } from "./invites.tsx";
import { MemberRow } from "./member-row.tsx";

/** Who belongs to the project, and who is invited to it. */
export function MembersPage() {
  const project = useProject();
  const [invites, setInvites] = useState(false);
  const members = useQuery(membersQuery(useApi(), project.id));
  const mayManage = project.may("manage");
  return (
    <Page
      title="Members"
      actions={
        mayManage && (
          <Button look="primary" icon={UserPlus} onClick={() => setInvites(true)}>
            Invite somebody
          </Button>
        )
      }
    >
      <Loaded query={members} title="The members could not be read">
        {(data) => (
          <ul className="card divide-y divide-line">
            {data.map((member) => (
              <MemberRow key={member.accountId} member={member} />
            ))}
          </ul>
        )}
      </Loaded>
      {mayManage && <Invites />}
      {mayManage && <InviteDialog open={invites} onClose={() => setInvites(false)} />}
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Invite, invitesQuery } from "../../api/members.ts";
import { useProject } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { useAction } from "../../parts/use-action.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { roleLabel } from "./roles.ts";

/** The invitations that can still be used; nothing while there are none. */
export function Invites() {
  const invites = useQuery(invitesQuery(useApi(), useProject().id));
  if (invites.data?.length === 0) return null;
  return (
    <div className="mt-8">
      <Section title="Invited">
        <Loaded query={invites} title="The invitations could not be read">
          {(data) => (
            <ul className="card divide-y divide-line">
              {data.map((invite) => (
                <InviteRow key={invite.id} invite={invite} />
              ))}
            </ul>
          )}
        </Loaded>
      </Section>
    </div>
  );
}

function InviteRow({ invite }: { readonly invite: Invite }) {
  const api = useApi();
  const taking = useAction({ refresh: ["members"], done: "The invitation was taken back." });
  const whom = invite.email ?? "Whoever has the link";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <div className="truncate font-medium">{whom}</div>
        <div className="truncate text-sm text-soft">
          by {invite.invitedBy}, ends <RelativeTime at={invite.expiresAt} />
        </div>
      </div>
      <Badge>{roleLabel(invite.role)}</Badge>
      <IconButton
        icon={X}
        label={`Take the invitation of ${whom} back`}
        disabled={taking.busy}
        onClick={() => void taking.run(() => api.delete(`/invites/${encodeURIComponent(invite.id)}`))}
      />
    </li>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { LogOut, UserMinus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Member, Role } from "../../api/members.ts";
import { useAccount, useProject } from "../../api/use-session.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/inputs.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { ROLE_WORDS, roleLabel, rolesToGive } from "./roles.ts";

/** One member: who it is, what he may, and the way out. */
export function MemberRow({ member }: { readonly member: Member }) {
  const project = useProject();
  const isMe = useAccount().id === member.accountId;
  const name = member.name || member.email;
  const isWithinReach = rolesToGive(project.role).some(({ role }) => role === member.role);
  const mayChange = project.may("manage") && isWithinReach;
  const [asksToRemove, setAsksToRemove] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {isMe && <Badge>you</Badge>}
        </div>
        <div className="truncate text-sm text-soft">
          {member.name !== "" && `${member.email} · `}
          {member.lastSeenAt === null ? (
            "never logged in"
          ) : (
            <>
              seen <RelativeTime at={member.lastSeenAt} />
            </>
          )}
        </div>
      </div>
      {mayChange ? <RoleSelect member={member} name={name} isMe={isMe} /> : <Badge>{roleLabel(member.role)}</Badge>}
      {isMe && (
        <Button size="small" icon={LogOut} onClick={() => setAsksToRemove(true)}>
          Leave
        </Button>
      )}
      {!isMe && mayChange && (
        <IconButton icon={UserMinus} label={`Remove ${name}`} onClick={() => setAsksToRemove(true)} />
      )}
      <RemoveDialog member={member} name={name} isMe={isMe} open={asksToRemove} onOpenChange={setAsksToRemove} />
    </li>
  );
}

interface RoleSelectProps {
  readonly member: Member;
  readonly name: string;
  readonly isMe: boolean;
}

function RoleSelect({ member, name, isMe }: RoleSelectProps) {
  const api = useApi();
  const project = useProject();
  const toast = useToast();
  const afterChange = useAfterChange(isMe);
  const [wanted, setWanted] = useState<Role | null>(null);
  const give = async (role: Role): Promise<void> => {
    await api.patch(`/members/${encodeURIComponent(member.accountId)}`, { body: { role } });
    toast({ text: `${name} is ${roleLabel(role).toLowerCase()} now.` });
    await afterChange();
  };
  return (
    <>
      <Select
        aria-label={`Role of ${name}`}
        className="max-w-36"
        value={member.role}
        onChange={({ target: { value } }) => setWanted(ROLE_WORDS.find(({ role }) => role === value)?.role ?? null)}
      >
        {rolesToGive(project.role).map(({ role, label }) => (
          <option key={role} value={role}>
            {label}
          </option>
        ))}
      </Select>
      <ConfirmDialog
        open={wanted !== null}
        onOpenChange={(open) => !open && setWanted(null)}
        title={wanted === null ? "" : `Make ${isMe ? "yourself" : name} ${roleLabel(wanted).toLowerCase()}?`}
        description={ROLE_WORDS.find(({ role }) => role === wanted)?.may}
        action="Change the role"
        onConfirm={async () => {
          if (wanted !== null) await give(wanted);
        }}
        describeError={messageOf}
      />
    </>
  );
}

interface RemoveDialogProps extends RoleSelectProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

function RemoveDialog({ member, name, isMe, open, onOpenChange }: RemoveDialogProps) {
  const api = useApi();
  const project = useProject();
  const toast = useToast();
  const afterChange = useAfterChange(isMe);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={isMe ? `Leave ${project.name}?` : `Remove ${name}?`}
      description={
        isMe
          ? "You no longer see this project, until somebody invites you again."
          : `${name} no longer sees this project. Keys that ${name} made go on working: revoke them if need be.`
      }
      action={isMe ? "Leave" : "Remove"}
      danger
      onConfirm={async () => {
        await api.delete(`/members/${encodeURIComponent(member.accountId)}`);
        toast({ text: isMe ? `You left ${project.name}.` : `${name} was removed.` });
        await afterChange();
      }}
      describeError={messageOf}
    />
  );
}

/** What changed oneself changes what one may, or where one is. */
function useAfterChange(isMe: boolean): () => Promise<void> {
  const queryClient = useQueryClient();
  const readAnew = useReadAnew();
  return async () => {
    if (isMe) await queryClient.invalidateQueries({ queryKey: ["session"] });
    else await readAnew("members");
  };
}

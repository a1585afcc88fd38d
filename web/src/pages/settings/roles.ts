import type { Role } from "../../api/members.ts";

interface RoleWords {
  readonly role: Role;
  readonly label: string;
  /** What whoever has it may do. */
  readonly may: string;
}

/** The roles, the highest first. */
export const ROLE_WORDS: readonly RoleWords[] = [
  { role: "owner", label: "Owner", may: "Everything, also to delete the project and to make owners." },
  { role: "manager", label: "Manager", may: "What members may; also settings, invitations and other members." },
  { role: "member", label: "Member", may: "Monitors, topics and messages; keys, but none that writes." },
  { role: "read-only", label: "Read-only", may: "Looks at everything and changes nothing." },
];

/** What a role is called. */
export function roleLabel(role: Role): string {
  return ROLE_WORDS.find((each) => each.role === role)?.label ?? role;
}

/** The roles that somebody may give and take: none above his own. The server decides; the page leaves out what would be refused. */
export function rolesToGive(own: Role): readonly RoleWords[] {
  return ROLE_WORDS.slice(ROLE_WORDS.findIndex(({ role }) => role === own));
}

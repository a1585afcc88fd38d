import { NotBuilt } from "../../parts/not-built.tsx";

/** Members. */
export function MembersPage() {
  return <NotBuilt title="Members" />;
}

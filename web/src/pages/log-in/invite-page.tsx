import { NotBuilt } from "../../parts/not-built.tsx";

/** Invitation. */
export function InvitePage() {
  return <NotBuilt title="Invitation" />;
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** New password. */
export function ResetPage() {
  return <NotBuilt title="New password" />;
}

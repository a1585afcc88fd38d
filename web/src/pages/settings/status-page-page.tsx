import { NotBuilt } from "../../parts/not-built.tsx";

/** Status page. */
export function StatusPagePage() {
  return <NotBuilt title="Status page" />;
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** Add service. */
export function AddServicePage() {
  return <NotBuilt title="Add service" />;
}

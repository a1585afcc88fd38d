import { NotBuilt } from "../../parts/not-built.tsx";

/** Edit monitor. */
export function EditMonitorPage() {
  return <NotBuilt title="Edit monitor" />;
}

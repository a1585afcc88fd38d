import { NotBuilt } from "../../parts/not-built.tsx";

/** New monitor. */
export function NewMonitorPage() {
  return <NotBuilt title="New monitor" />;
}

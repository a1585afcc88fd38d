import { NotBuilt } from "../../parts/not-built.tsx";

/** Alarms. */
export function AlarmsPage() {
  return <NotBuilt title="Alarms" />;
}

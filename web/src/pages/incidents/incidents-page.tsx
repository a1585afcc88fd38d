import { NotBuilt } from "../../parts/not-built.tsx";

/** Incidents. */
export function IncidentsPage() {
  return <NotBuilt title="Incidents" />;
}

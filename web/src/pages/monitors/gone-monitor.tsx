import { PATHS } from "../../lib/paths.ts";
import { NotThere } from "../../parts/not-there.tsx";

/** The monitor of an address is not there. */
export function GoneMonitor() {
  return (
    <NotThere title="There is no such monitor" to={PATHS.monitors} link="Go to the monitors">
      It was deleted, or it belongs to another project.
    </NotThere>
  );
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** Security. */
export function SecurityPage() {
  return <NotBuilt title="Security" />;
}

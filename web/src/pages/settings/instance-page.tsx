import { NotBuilt } from "../../parts/not-built.tsx";

/** Sign-up. */
export function InstancePage() {
  return <NotBuilt title="Sign-up" />;
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** Welcome. */
export function WelcomePage() {
  return <NotBuilt title="Welcome" />;
}

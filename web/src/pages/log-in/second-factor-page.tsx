import { NotBuilt } from "../../parts/not-built.tsx";

/** Second factor. */
export function SecondFactorPage() {
  return <NotBuilt title="Second factor" />;
}

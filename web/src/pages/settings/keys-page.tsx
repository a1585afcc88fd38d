import { NotBuilt } from "../../parts/not-built.tsx";

/** API keys. */
export function KeysPage() {
  return <NotBuilt title="API keys" />;
}

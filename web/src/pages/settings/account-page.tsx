import { NotBuilt } from "../../parts/not-built.tsx";

/** Account. */
export function AccountPage() {
  return <NotBuilt title="Account" />;
}

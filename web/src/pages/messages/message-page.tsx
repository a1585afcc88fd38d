import { NotBuilt } from "../../parts/not-built.tsx";

/** Message. */
export function MessagePage() {
  return <NotBuilt title="Message" />;
}

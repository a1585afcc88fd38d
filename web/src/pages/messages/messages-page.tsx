import { NotBuilt } from "../../parts/not-built.tsx";

/** Messages. */
export function MessagesPage() {
  return <NotBuilt title="Messages" />;
}

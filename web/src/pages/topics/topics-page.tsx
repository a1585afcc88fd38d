import { NotBuilt } from "../../parts/not-built.tsx";

/** Topics. */
export function TopicsPage() {
  return <NotBuilt title="Topics" />;
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** New topic. */
export function NewTopicPage() {
  return <NotBuilt title="New topic" />;
}

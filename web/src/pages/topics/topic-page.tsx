import { NotBuilt } from "../../parts/not-built.tsx";

/** Topic. */
export function TopicPage() {
  return <NotBuilt title="Topic" />;
}

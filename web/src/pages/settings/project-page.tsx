import { NotBuilt } from "../../parts/not-built.tsx";

/** Project. */
export function ProjectPage() {
  return <NotBuilt title="Project" />;
}

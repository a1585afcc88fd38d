import { NotBuilt } from "../../parts/not-built.tsx";

/** History. */
export function HistoryPage() {
  return <NotBuilt title="History" />;
}

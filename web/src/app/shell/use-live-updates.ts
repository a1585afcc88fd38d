import { useEffect } from "react";
import { useDashboard } from "../../api/dashboard-context.tsx";
import { useProject } from "../../api/use-session.ts";

/** Keeps the line to the server open while somebody is signed in; another project is another line. */
export function useLiveUpdates(): void {
  const { live } = useDashboard();
  const { id } = useProject();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line is the project's, it must begin anew with it.
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live, id]);
}

import { useEffect } from "react";
import { useDashboard } from "../../api/dashboard-context.tsx";
import { useProject, useSession } from "../../api/use-session.ts";

/** Browsers allow a page's server six lines over plain http; tabs that nobody looks at give theirs back after so long. */
const HIDDEN_FOR_MS = 60_000;

/** Keeps the line to the server open while somebody is signed in and looks; another project is another line. */
export function useLiveUpdates(): void {
  const { live } = useDashboard();
  const { id } = useProject();
  const isSignedIn = useSession().state === "signed-in";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line is the project's, it must begin anew with it.
  useEffect(() => {
    if (!isSignedIn) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onVisibility = (): void => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => live.stop(), HIDDEN_FOR_MS);
      else live.start();
    };
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearTimeout(timer);
      live.stop();
    };
  }, [live, id, isSignedIn]);
}

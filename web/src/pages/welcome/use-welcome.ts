import { useCallback } from "react";
import { useDashboard } from "../../api/dashboard-context.tsx";
import { useObservable } from "../../api/use-observable.ts";
import { useProject } from "../../api/use-session.ts";
import { firstSteps, type WelcomeProgress } from "../../lib/welcome-progress.ts";

/** How far the first steps of this project were gone, and the function that goes on. */
export function useWelcome(): {
  readonly progress: WelcomeProgress;
  readonly go: (next: Partial<Omit<WelcomeProgress, "projectId">>) => void;
} {
  const { welcome } = useDashboard().preferences;
  const { id } = useProject();
  const kept = useObservable(welcome);
  const progress = kept?.projectId === id ? kept : firstSteps(id);
  const go = useCallback(
    (next: Partial<WelcomeProgress>) => {
      const now = welcome.get();
      welcome.set({ ...(now?.projectId === id ? now : firstSteps(id)), ...next });
    },
    [welcome, id],
  );
  return { progress, go };
}

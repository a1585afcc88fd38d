import { Link } from "@tanstack/react-router";
import { Footprints, X } from "lucide-react";
import { useDashboard } from "../../api/dashboard-context.tsx";
import { useObservable } from "../../api/use-observable.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { WELCOME_STEPS } from "../../lib/welcome-progress.ts";

/** How far the first steps were gone; null when they are done, were never begun, or belong to another project. */
export function useFirstSteps(): { readonly done: number; readonly of: number; readonly dismiss: () => void } | null {
  const { welcome } = useDashboard().preferences;
  const { id } = useProject();
  const progress = useObservable(welcome);
  if (progress === null || progress.projectId !== id || progress.step === "done") return null;
  const done = WELCOME_STEPS.indexOf(progress.step);
  return { done, of: WELCOME_STEPS.length - 1, dismiss: () => welcome.set(null) };
}

/** The way back to first steps that were left. */
export function FirstSteps() {
  const steps = useFirstSteps();
  if (steps === null) return null;
  return (
    <div className="mb-2 flex items-center rounded-md border border-line bg-surface">
      <Link
        to={PATHS.welcome}
        className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md px-2.5 py-2 hover:bg-hover"
      >
        <Footprints aria-hidden size={17} className="shrink-0 text-brass" />
        <span className="min-w-0">
          <span className="block font-medium">First steps</span>
          <span className="block text-soft text-xs">
            {steps.done} of {steps.of} done
          </span>
        </span>
      </Link>
      <button
        type="button"
        aria-label="Leave the first steps out"
        className="mr-1 grid size-7 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
        onClick={steps.dismiss}
      >
        <X aria-hidden size={15} />
      </button>
    </div>
  );
}

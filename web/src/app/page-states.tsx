import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { isNetworkError } from "../api/api-error.ts";
import { useLive } from "../api/use-live.ts";
import { ErrorState, SkeletonRows } from "../ui/states.tsx";

/** Shown while a page is loaded. */
export function PagePending() {
  return <SkeletonRows />;
}

/** A page that failed: why, and how to try again. When the line was lost it tries again by itself. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const boundary = useQueryErrorResetBoundary();
  const live = useLive();
  const retry = (): void => {
    boundary.reset();
    reset();
    void router.invalidate(); // What fails again is shown here again.
  };
  const isOut = isNetworkError(error);
  useEffect(() => {
    if (isOut && live.state === "open") retry();
  });
  // A page that was loaded before an upgrade asks for files that are gone.
  const isOldPage = /dynamically imported module|Importing a module/.test(String(error));
  if (isOldPage) {
    return (
      <ErrorState
        title="This page could not be loaded"
        error={new Error("old page")}
        onRetry={() => window.location.reload()}
      />
    );
  }
  return <ErrorState title="This page could not be shown" error={error} onRetry={retry} />;
}

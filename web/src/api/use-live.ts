import { useEffect } from "react";
import { useDashboard } from "./dashboard-context.tsx";
import type { LiveState } from "./live-connection.ts";
import { useObservable } from "./use-observable.ts";

/** While nothing comes in by itself, pages ask so often. */
const POLL_MS = 15_000;

/** How the line to the server is, and since when what is shown may be old. */
export function useLive(): {
  readonly state: LiveState;
  readonly goodAt: number | null;
  readonly retryNow: () => void;
} {
  const { live } = useDashboard();
  const state = useObservable(live.state);
  const goodAt = useObservable(live.goodAt);
  return { state, goodAt, retryNow: () => live.retryNow() };
}

/** For `refetchInterval` of a query: off while changes come in by themselves. */
export function usePollInterval(): number | false {
  return useLive().state === "off" ? POLL_MS : false;
}

/** Reads everything under a key anew now and then, as long as it is looked at and nothing comes in by itself. */
export function usePolled(...queryKey: readonly string[]): void {
  const { queryClient } = useDashboard();
  const every = usePollInterval();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (every === false) return;
    const timer = setInterval(() => {
      // What fails is shown where it is looked at.
      if (!document.hidden) void queryClient.invalidateQueries({ queryKey: JSON.parse(key) });
    }, every);
    return () => clearInterval(timer);
  }, [queryClient, every, key]);
}

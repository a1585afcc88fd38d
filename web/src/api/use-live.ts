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

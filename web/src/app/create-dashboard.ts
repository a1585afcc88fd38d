import { QueryClient } from "@tanstack/react-query";
import { createApi } from "../api/api.ts";
import { ApiError, isNetworkError } from "../api/api-error.ts";
import { applyChanges } from "../api/apply-changes.ts";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { LiveConnection } from "../api/live-connection.ts";
import { type Session, sessionQuery } from "../api/session.ts";
import { createOtherTabs } from "../lib/other-tabs.ts";
import { createPreferences } from "../lib/preferences.ts";
import { browserStorage } from "../lib/storage.ts";
import { createTicker } from "../lib/ticker.ts";
import { createFormatInstant } from "../lib/time-format.ts";
import { createUnsaved } from "../lib/unsaved.ts";

/** What is asked for again is not asked within so long, unless something changed. */
const FRESH_MS = 10_000;

/** Longer than anything takes that the API answers; the test of a topic waits for its targets. */
const PATIENCE_MS = 60_000;

/** Puts the parts of the dashboard together. Called once, by main. */
export function createDashboard(window: Window & typeof globalThis): Dashboard {
  const ticker = createTicker(() => Date.now());
  const preferences = createPreferences(
    browserStorage(() => window.localStorage),
    browserStorage(() => window.sessionStorage),
    (appearance) => {
      if (appearance === "system") delete window.document.documentElement.dataset.theme;
      else window.document.documentElement.dataset.theme = appearance;
    },
  );
  const queryClient = createQueryClient();
  const api = createApi({
    fetch: (url, init) => window.fetch(url, init),
    projectId: preferences.projectId,
    onSignedOut: () => signOutHere(queryClient),
    onAnswer: (answer) => {
      const date = Date.parse(answer?.headers.get("date") ?? "");
      if (Number.isFinite(date)) ticker.hear(date);
      if (answer === null) live.retryNow();
    },
    patience: () => AbortSignal.timeout(PATIENCE_MS),
  });
  const live: LiveConnection = new LiveConnection(
    {
      open: (signal) => api.raw("GET", "/events", { signal }),
      onChanges: (changes) => {
        const projectId = preferences.projectId.get();
        // What fails while refreshing is shown where it is looked at.
        if (projectId !== null) void applyChanges({ api, queryClient, projectId }, changes);
      },
      onResume: () => void queryClient.invalidateQueries(),
      random: Math.random,
    },
    () => Date.now(),
  );
  window.addEventListener("online", () => live.retryNow());
  window.document.addEventListener("visibilitychange", () => live.retryNow());
  const otherTabs = createOtherTabs(() => new window.BroadcastChannel("watchbell"));
  // What fails here is met by the next call of this tab.
  otherTabs.hear(() => void queryClient.prefetchQuery({ ...sessionQuery(api), staleTime: 0 }));
  const formatInstant = createFormatInstant();
  return { api, queryClient, live, ticker, formatInstant, preferences, unsaved: createUnsaved(), otherTabs };
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // Whether we are online, the answers tell better than the browser.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && isPassing(error),
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** A refusal stays one however often it is asked; a lost line or a busy store passes. */
function isPassing(error: unknown): boolean {
  return isNetworkError(error) || (error instanceof ApiError && error.status >= 500);
}

/** The server forgot us: the router then leads to the log-in. Until it has, the page that is left still has its account. */
function signOutHere(queryClient: QueryClient): void {
  const key = ["session"];
  const before = queryClient.getQueryData<Session>(key);
  if (before?.state !== "signed-in") return;
  queryClient.setQueryData<Session>(key, { ...before, state: "signed-out" });
}

/** For the router: who sits before this page. */
export function readSession({ api, queryClient }: Pick<Dashboard, "api" | "queryClient">): Promise<Session> {
  return queryClient.ensureQueryData(sessionQuery(api));
}

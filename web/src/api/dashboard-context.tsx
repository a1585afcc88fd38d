import type { QueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";
import type { OtherTabs } from "../lib/other-tabs.ts";
import type { Preferences } from "../lib/preferences.ts";
import type { Ticker } from "../lib/ticker.ts";
import type { FormatInstant } from "../lib/time-format.ts";
import type { Unsaved } from "../lib/unsaved.ts";
import type { Api } from "./api.ts";
import type { LiveConnection } from "./live-connection.ts";

/** What every page works with; `main.tsx` makes it once. */
export interface Dashboard {
  readonly api: Api;
  readonly queryClient: QueryClient;
  readonly live: LiveConnection;
  readonly ticker: Ticker;
  readonly formatInstant: FormatInstant;
  readonly preferences: Preferences;
  readonly unsaved: Unsaved;
  readonly otherTabs: OtherTabs;
}

const DashboardContext = createContext<Dashboard | null>(null);

/** Hands the dashboard's parts down to the pages. */
export const DashboardProvider = DashboardContext.Provider;

/** What every page works with. */
export function useDashboard(): Dashboard {
  const dashboard = use(DashboardContext);
  if (dashboard === null) throw new Error("useDashboard needs a DashboardProvider above it.");
  return dashboard;
}

/** The client of the API. */
export function useApi(): Api {
  return useDashboard().api;
}

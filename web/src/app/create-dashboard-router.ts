import { createRouter } from "@tanstack/react-router";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { PageError } from "./page-states.tsx";
import { pendingComponent, routeTree } from "./routes.tsx";

/** Makes the router of the dashboard. */
export function createDashboardRouter(dashboard: Dashboard) {
  return createRouter({
    routeTree,
    context: dashboard,
    defaultPreload: "intent",
    // TanStack Query knows how old its data is.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: pendingComponent,
    defaultPendingMs: 300,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}

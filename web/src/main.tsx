import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DashboardProvider } from "./api/dashboard-context.tsx";
import { onSessionChange } from "./api/session.ts";
import { createDashboard } from "./app/create-dashboard.ts";
import { createDashboardRouter } from "./app/create-dashboard-router.ts";
import { Toasts } from "./ui/toasts.tsx";
import "./ui/theme.css";

const dashboard = createDashboard(window);
const router = createDashboardRouter(dashboard);

// Who is signed in decides where one may be: when that changes, the router looks again. A page that then fails shows why.
onSessionChange(dashboard.queryClient, (state) => {
  void router.invalidate().then(() => {
    // What was read belongs to whoever was signed in.
    if (state !== "signed-in")
      dashboard.queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  });
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element to draw in.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={dashboard.queryClient}>
      <DashboardProvider value={dashboard}>
        <CSPProvider disableStyleElements>
          <Tooltip.Provider delay={300}>
            <Toasts>
              <RouterProvider router={router} />
            </Toasts>
          </Tooltip.Provider>
        </CSPProvider>
      </DashboardProvider>
    </QueryClientProvider>
  </StrictMode>,
);

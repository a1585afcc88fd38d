import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { type Query, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DashboardProvider } from "./api/dashboard-context.tsx";
import { onSessionChange, type Session } from "./api/session.ts";
import { createDashboard, readSession } from "./app/create-dashboard.ts";
import { createDashboardRouter } from "./app/create-dashboard-router.ts";
import { Toasts } from "./ui/toasts.tsx";
import "./ui/theme.css";

const dashboard = createDashboard(window);
const router = createDashboardRouter(dashboard);

// Who is signed in decides where one may be: when that changes, the router looks again. A page that then fails shows why.
const { queryClient, unsaved, otherTabs } = dashboard;
const isOfAccount = ({ queryKey }: Query): boolean => queryKey[0] !== "session";
const lookAgain = (state: Session["state"] | undefined): void => {
  void router.invalidate().then(() => {
    // What was read belongs to whoever was signed in.
    if (state !== "signed-in") queryClient.removeQueries({ predicate: isOfAccount });
  });
};
onSessionChange(queryClient, (state) => {
  otherTabs.tell();
  // What is half typed stays where it is; the frame covers it and asks to log in again.
  if (unsaved.count.get() === 0) lookAgain(state);
  else if (state === "signed-in") void queryClient.invalidateQueries({ predicate: isOfAccount });
});
// A log-in through another service ends in a page that is loaded anew.
void readSession(dashboard).then(
  ({ state }) => state === "signed-in" && otherTabs.tell(),
  () => {}, // What fails here the router meets, too, and shows.
);
unsaved.count.subscribe(() => {
  const state = queryClient.getQueryData<Session>(["session"])?.state;
  if (unsaved.count.get() === 0 && state !== "signed-in") lookAgain(state);
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

import { redirect } from "@tanstack/react-router";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { chooseProject, type Session } from "../api/session.ts";
import { PATHS } from "../lib/paths.ts";
import { safeNext } from "../lib/safe-next.ts";
import { readSession } from "./create-dashboard.ts";

/** Where somebody in this state belongs, unless he is there. */
function homeOf(state: Exclude<Session["state"], "signed-in">): string {
  switch (state) {
    case "set-up-needed":
      return PATHS.setUp;
    case "signed-out":
      return PATHS.logIn;
    case "second-factor":
      return PATHS.secondFactor;
  }
}

/** Lets only those in who are signed in; the others come back here after their log-in. Chooses the project, too. */
export async function requireSignedIn(dashboard: Dashboard, href: string): Promise<void> {
  const session = await readSession(dashboard);
  if (session.state !== "signed-in") {
    redirect({ href: withNext(homeOf(session.state), href), replace: true, throw: true });
  }
  const { projectId } = dashboard.preferences;
  projectId.set(chooseProject(session.projects ?? [], projectId.get())?.id ?? null);
}

/** Leads those who are signed in already on to where they wanted, and the others to the page that fits. */
export async function requireStranger(dashboard: Dashboard, path: string, next: string | undefined): Promise<void> {
  const { state } = await readSession(dashboard);
  if (state === "signed-in") {
    redirect({ href: safeNext(next), replace: true, throw: true });
    return;
  }
  const home = homeOf(state);
  const mayStay = state === "signed-out" ? path !== PATHS.setUp && path !== PATHS.secondFactor : path === home;
  if (!mayStay) redirect({ href: withNext(home, next ?? "/"), replace: true, throw: true });
}

function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

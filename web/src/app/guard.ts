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

/** Lets only those in who are signed in; the others come back here after their log-in. */
export async function requireAccount(dashboard: Dashboard, href: string): Promise<Session> {
  const session = await readSession(dashboard);
  if (session.state !== "signed-in") {
    redirect({ href: withNext(homeOf(session.state), href), replace: true, throw: true });
  }
  return session;
}

/** Lets only those in who are signed in and have a project to look at. Chooses the project, too. */
export async function requireProject(dashboard: Dashboard, href: string): Promise<void> {
  const { projects = [] } = await requireAccount(dashboard, href);
  const { projectId } = dashboard.preferences;
  const project = chooseProject(projects, projectId.get());
  projectId.set(project?.id ?? null);
  if (project === null) redirect({ href: PATHS.newProject, replace: true, throw: true });
}

/** Leads those who are signed in already on to where they wanted, and the others to the page that fits. */
export async function requireStranger(dashboard: Dashboard, path: string, next: string | undefined): Promise<void> {
  const { state } = await readSession(dashboard);
  if (state === "signed-in") {
    const isNew = path === PATHS.setUp || path === PATHS.signUp;
    redirect({ href: safeNext(next ?? (isNew ? PATHS.welcome : undefined)), replace: true, throw: true });
    return;
  }
  const home = homeOf(state);
  const mayStay = state === "signed-out" ? path !== PATHS.setUp && path !== PATHS.secondFactor : path === home;
  if (!mayStay) redirect({ href: withNext(home, next ?? "/"), replace: true, throw: true });
}

function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

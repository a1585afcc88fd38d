import { createRootRouteWithContext, createRoute, redirect } from "@tanstack/react-router";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { PATHS } from "../lib/paths.ts";
import { requireAccount, requireProject, requireStranger } from "./guard.ts";
import { page } from "./lazy-page.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageError, PagePending } from "./page-states.tsx";
import { PublicLayout } from "./public-layout.tsx";
import {
  readAccountSearch,
  readAlarmsSearch,
  readHistorySearch,
  readIncidentsSearch,
  readMonitorSearch,
  readMonitorsSearch,
  readStrangerSearch,
  readTopicSearch,
} from "./searches.ts";
import { SettingsLayout } from "./settings-layout.tsx";
import { Shell } from "./shell/shell.tsx";
import { switchToMessage, switchToMonitor, switchToTopic } from "./switch-project.ts";
import { readMessagesSearch, readTopicPageSearch, readTopicsSearch } from "./topic-searches.ts";

const rootRoute = createRootRouteWithContext<Dashboard>()({
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

const strangerRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "stranger",
  component: PublicLayout,
  validateSearch: readStrangerSearch,
  beforeLoad: ({ context, location, search }) => requireStranger(context, location.pathname, search.next),
});

/** Pages that are for those who are signed in and for those who are not. */
const anybodyRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "anybody",
  component: PublicLayout,
  validateSearch: readStrangerSearch,
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  component: Shell,
  beforeLoad: ({ context, location }) => requireProject(context, location.href),
});

/** Pages of an account that need no project. */
const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "account",
  component: PublicLayout,
  beforeLoad: async ({ context, location }) => {
    await requireAccount(context, location.href);
  },
});

const settingsRoute = createRoute({ getParentRoute: () => appRoute, path: PATHS.settings, component: SettingsLayout });

const inApp = { getParentRoute: () => appRoute };
const forStrangers = { getParentRoute: () => strangerRoute };
const forAnybody = { getParentRoute: () => anybodyRoute };
const inSettings = { getParentRoute: () => settingsRoute };

const strangerPages = [
  createRoute({
    ...forStrangers,
    path: PATHS.setUp,
    component: page(() => import("../pages/log-in/set-up-page.tsx"), "SetUpPage"),
  }),
  createRoute({
    ...forStrangers,
    path: PATHS.logIn,
    component: page(() => import("../pages/log-in/log-in-page.tsx"), "LogInPage"),
  }),
  createRoute({
    ...forStrangers,
    path: PATHS.secondFactor,
    component: page(() => import("../pages/log-in/second-factor-page.tsx"), "SecondFactorPage"),
  }),
  createRoute({
    ...forStrangers,
    path: PATHS.signUp,
    component: page(() => import("../pages/log-in/sign-up-page.tsx"), "SignUpPage"),
  }),
  createRoute({
    ...forStrangers,
    path: PATHS.forgot,
    component: page(() => import("../pages/log-in/forgot-page.tsx"), "ForgotPage"),
  }),
] as const;

const anybodyPages = [
  createRoute({
    ...forAnybody,
    path: PATHS.reset,
    component: page(() => import("../pages/log-in/reset-page.tsx"), "ResetPage"),
  }),
  createRoute({
    ...forAnybody,
    path: PATHS.invite,
    component: page(() => import("../pages/log-in/invite-page.tsx"), "InvitePage"),
  }),
] as const;

const accountPages = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: PATHS.newProject,
    component: page(() => import("../pages/log-in/new-project-page.tsx"), "NewProjectPage"),
  }),
] as const;

const appPages = [
  createRoute({
    ...inApp,
    path: PATHS.home,
    beforeLoad: () => {
      redirect({ to: PATHS.monitors, replace: true, throw: true });
    },
  }),
  createRoute({
    ...inApp,
    path: PATHS.welcome,
    component: page(() => import("../pages/welcome/welcome-page.tsx"), "WelcomePage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.monitors,
    validateSearch: readMonitorsSearch,
    component: page(() => import("../pages/monitors/monitors-page.tsx"), "MonitorsPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.newMonitor,
    component: page(() => import("../pages/monitors/new-monitor-page.tsx"), "NewMonitorPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.monitor,
    validateSearch: readMonitorSearch,
    beforeLoad: switchToMonitor,
    component: page(() => import("../pages/monitors/monitor-page.tsx"), "MonitorPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.editMonitor,
    beforeLoad: switchToMonitor,
    component: page(() => import("../pages/monitors/edit-monitor-page.tsx"), "EditMonitorPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.addService,
    component: page(() => import("../pages/services/add-service-page.tsx"), "AddServicePage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.incidents,
    validateSearch: readIncidentsSearch,
    component: page(() => import("../pages/incidents/incidents-page.tsx"), "IncidentsPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.incident,
    component: page(() => import("../pages/incidents/incident-page.tsx"), "IncidentPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.alarms,
    validateSearch: readAlarmsSearch,
    component: page(() => import("../pages/alarms/alarms-page.tsx"), "AlarmsPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.newAlarmToken,
    validateSearch: readTopicSearch,
    component: page(() => import("../pages/alarms/new-alarm-token-page.tsx"), "NewAlarmTokenPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.alarmToken,
    validateSearch: readTopicSearch,
    component: page(() => import("../pages/alarms/alarm-token-page.tsx"), "AlarmTokenPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.messages,
    validateSearch: readMessagesSearch,
    component: page(() => import("../pages/messages/messages-page.tsx"), "MessagesPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.message,
    beforeLoad: switchToMessage,
    component: page(() => import("../pages/messages/message-page.tsx"), "MessagePage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.topics,
    validateSearch: readTopicsSearch,
    component: page(() => import("../pages/topics/topics-page.tsx"), "TopicsPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.newTopic,
    component: page(() => import("../pages/topics/new-topic-page.tsx"), "NewTopicPage"),
  }),
  createRoute({
    ...inApp,
    path: PATHS.topic,
    validateSearch: readTopicPageSearch,
    beforeLoad: switchToTopic,
    component: page(() => import("../pages/topics/topic-page.tsx"), "TopicPage"),
  }),
] as const;

const settingsPages = [
  createRoute({
    ...inSettings,
    path: "/",
    beforeLoad: () => {
      redirect({ to: PATHS.appearance, replace: true, throw: true });
    },
  }),
  createRoute({
    ...inSettings,
    path: "/project",
    component: page(() => import("../pages/settings/project-page.tsx"), "ProjectPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/members",
    component: page(() => import("../pages/settings/members-page.tsx"), "MembersPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/keys",
    component: page(() => import("../pages/settings/keys-page.tsx"), "KeysPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/status-page",
    component: page(() => import("../pages/settings/status-page-page.tsx"), "StatusPagePage"),
  }),
  createRoute({
    ...inSettings,
    path: "/history",
    validateSearch: readHistorySearch,
    component: page(() => import("../pages/settings/history-page.tsx"), "HistoryPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/account",
    validateSearch: readAccountSearch,
    component: page(() => import("../pages/settings/account-page.tsx"), "AccountPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/security",
    component: page(() => import("../pages/settings/security-page.tsx"), "SecurityPage"),
  }),
  createRoute({
    ...inSettings,
    path: "/appearance",
    component: page(() => import("../pages/settings/appearance-page.tsx"), "AppearancePage"),
  }),
  createRoute({
    ...inSettings,
    path: "/instance",
    component: page(() => import("../pages/settings/instance-page.tsx"), "InstancePage"),
  }),
] as const;

/** Every page by its address; the addresses are those of PATHS, which the server knows, too. */
export const routeTree = rootRoute.addChildren([
  strangerRoute.addChildren(strangerPages),
  anybodyRoute.addChildren(anybodyPages),
  accountRoute.addChildren(accountPages),
  appRoute.addChildren([...appPages, settingsRoute.addChildren(settingsPages)]),
]);

/** Shown while a page is loaded. */
export const pendingComponent = PagePending;

import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { App } from "../actions/app.ts";
import type { HeartbeatPages } from "../actions/heartbeat-pages.ts";
import type { PublicPages } from "../actions/public-pages.ts";
import { mountOidc } from "./auth/mount-oidc.ts";
import { answerDashboard } from "./dashboard/answer-dashboard.ts";
import type { Dashboard } from "./dashboard/open-dashboard.ts";
import { mountDocs } from "./docs/mount-docs.ts";
import { createAlarmsDoor, refuseOtherAlarmMethods } from "./doors/alarms.ts";
import { mountCheckIn } from "./doors/check-in.ts";
import { mountHeartbeat } from "./doors/heartbeat/mount-heartbeat.ts";
import { createNotificationsDoor, refuseOtherMethods } from "./doors/notifications.ts";
import { createPingDoor } from "./doors/ping.ts";
import { writeError } from "./errors.ts";
import { mountHealth } from "./health/mount-health.ts";
import { mountLimits } from "./limit-requests.ts";
import { managementRoutes } from "./management-routes.ts";
import { mountBadges } from "./public/mount-badges.ts";
import { mountStatusPages } from "./public/mount-status-page.ts";
import { mountRoutes } from "./route.ts";

/** Where the management API begins. */
export const API_BASE = "/api/v1";

/** Whoever draws the pages (pages/), handed in because siblings do not know each other. */
export interface Pages {
  readonly heartbeat: HeartbeatPages;
  readonly public: PublicPages;
  /** Absent or null: it was not built. */
  readonly dashboard?: Dashboard | null;
  /** Where the files of the docs page lie; absent: beside this one. */
  readonly docsAssets?: string;
}

/**
 * Everything that answers over HTTP, as web-standard requests and responses. Read from top to bottom it is the policy:
 * the doors keep their own shapes and let in their own keys; health tells nothing; status pages and badges show everybody
 * what was chosen for them; whoever sends too much is told so before anything is looked up; below `/api` every route of `managementRoutes` asks for a key first (mountRoutes), and only
 * the documentation does not.
 */
export function createHttpApp(app: App, pages: Pages): Hono {
  const http = new Hono();
  http.onError((error, c) => writeError(error, c, app));
  // What no door and no route takes is for people: every address of the dashboard comes last.
  http.notFound((c) => answerDashboard(c, pages.dashboard ?? null));

  http.all("/ping/*", createPingDoor(app));
  mountLimits(http, app);
  http.post("/v1/notifications/:channel/:topic", createNotificationsDoor(app));
  http.all("/v1/notifications/:channel/:topic", refuseOtherMethods);
  mountHeartbeat(http, app, pages.heartbeat);
  const alarms = createAlarmsDoor(app);
  // Prometheus adds its own path to the address of an Alertmanager.
  for (const path of ["/v1/alarms/:source/:token", "/v1/alarms/:source/:token/api/v2/alerts"]) {
    http.post(path, alarms);
    http.all(path, refuseOtherAlarmMethods);
  }
  mountHealth(http, app);
  mountOidc(http, app);
  mountStatusPages(http, app, pages.public);
  mountBadges(http, app, pages.public);

  const routes = managementRoutes(app);
  const assetsFolder = pages.docsAssets ?? fileURLToPath(new URL("../assets/swagger-ui", import.meta.url));
  http.use("/api/*", compress());
  mountDocs(http, { routes, base: API_BASE, settings: app.settings, assetsFolder });
  mountRoutes(http, API_BASE, routes, app);
  mountCheckIn(http, app);
  return http;
}

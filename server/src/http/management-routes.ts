import type { App } from "../actions/app.ts";
import { accountRoutes } from "./accounts/account-routes.ts";
import { factorRoutes } from "./accounts/factor-routes.ts";
import { instanceRoutes } from "./accounts/instance-routes.ts";
import { inviteRoutes } from "./accounts/invite-routes.ts";
import { memberRoutes } from "./accounts/member-routes.ts";
import { oidcRoutes } from "./accounts/oidc-routes.ts";
import { ownProjectRoutes } from "./accounts/own-project-routes.ts";
import { ownSessionRoutes } from "./accounts/own-session-routes.ts";
import { passkeyRoutes } from "./accounts/passkey-routes.ts";
import { secondFactorRoutes } from "./accounts/second-factor-routes.ts";
import { sessionRoutes } from "./accounts/session-routes.ts";
import { signUpRoutes } from "./accounts/sign-up-routes.ts";
import { alarmRoutes } from "./alarms/routes.ts";
import { badgeRoutes } from "./badges/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { historyRoutes } from "./history/routes.ts";
import { importRoutes } from "./imports/routes.ts";
import { incidentRoutes } from "./incidents/routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { messageRoutes } from "./messages/routes.ts";
import { monitorBatchRoutes } from "./monitors/batch-routes.ts";
import { monitorCommandRoutes } from "./monitors/command-routes.ts";
import { monitorLogRoutes } from "./monitors/log-routes.ts";
import { monitorRoutes } from "./monitors/routes.ts";
import { monitorRunRoutes } from "./monitors/run-routes.ts";
import { monitorTableRoutes } from "./monitors/table-routes.ts";
import { monitorUptimeRoutes } from "./monitors/uptime-routes.ts";
import { boardRoutes } from "./project/board-routes.ts";
import { projectRoutes } from "./project/routes.ts";
import { providerRoutes } from "./providers/routes.ts";
import type { Route } from "./route.ts";
import { scheduleRoutes } from "./schedules/routes.ts";
import { serviceRoutes } from "./services/routes.ts";
import { statusPageRoutes } from "./status-page/routes.ts";
import { summaryRoutes } from "./summary/routes.ts";
import { previewRoutes } from "./topics/preview-routes.ts";
import { topicRoutes } from "./topics/routes.ts";

/** Every route of the management API: what is mounted, documented and tried by the tests of access. */
export function managementRoutes(app: App): readonly Route[] {
  return [
    ...sessionRoutes(app),
    ...secondFactorRoutes(app),
    ...signUpRoutes(app),
    ...accountRoutes(app),
    ...factorRoutes(app),
    ...passkeyRoutes(app),
    ...oidcRoutes(app),
    ...ownSessionRoutes(app),
    ...ownProjectRoutes(app),
    ...memberRoutes(app),
    ...inviteRoutes(app),
    ...instanceRoutes(app),
    // Before those with an id in the same place, or the word would be taken for one.
    ...monitorTableRoutes(app),
    ...monitorBatchRoutes(app),
    ...monitorRoutes(app),
    ...monitorCommandRoutes(app),
    ...monitorLogRoutes(app),
    ...monitorRunRoutes(app),
    ...monitorUptimeRoutes(app),
    ...scheduleRoutes(app),
    ...serviceRoutes(app),
    ...topicRoutes(app),
    ...previewRoutes(app),
    ...providerRoutes(app),
    ...alarmRoutes(app),
    ...messageRoutes(app),
    ...incidentRoutes(app),
    ...historyRoutes(app),
    ...summaryRoutes(app),
    ...eventRoutes(app),
    ...keyRoutes(app),
    ...projectRoutes(app),
    ...boardRoutes(app),
    ...importRoutes(app),
    ...statusPageRoutes(app),
    ...badgeRoutes(app),
  ];
}

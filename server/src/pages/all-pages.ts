import { heartbeatPages } from "./heartbeat-pages.ts";
import { publicPages } from "./public-pages.ts";

/** All that is drawn here, for the HTTP app. */
export const allPages = { heartbeat: heartbeatPages, public: publicPages };

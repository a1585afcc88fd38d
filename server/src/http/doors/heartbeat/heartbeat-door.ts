import type { Context } from "hono";
import type { App } from "../../../actions/app.ts";
import type { HeartbeatPages } from "../../../actions/heartbeat-pages.ts";

/** Finds the project of a request; null when its address names none. */
export type FindProject = (c: Context) => Promise<string | null>;

/** What every call of the door works with. */
export interface HeartbeatDoor {
  readonly app: App;
  readonly pages: HeartbeatPages;
  /** Whose pulses may come in at this address. */
  readonly pulsesOf: FindProject;
  /** Whose board stands at this address: also that of a project's id, which digests link to and which is no secret. */
  readonly boardOf: FindProject;
}

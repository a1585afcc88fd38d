import type { Hono } from "hono";
import { compress } from "hono/compress";
import { allows } from "../../../access/verbs.ts";
import type { App } from "../../../actions/app.ts";
import type { HeartbeatPages } from "../../../actions/heartbeat-pages.ts";
import { AppError } from "../../../model/index.ts";
import { refusalAnswer } from "../../errors.ts";
import { answerDashboard } from "./dashboard.ts";
import { answerEdit, answerEditForm } from "./edit.ts";
import type { FindProject, HeartbeatDoor } from "./heartbeat-door.ts";
import { answerMonitor } from "./monitor.ts";
import { answerPulse } from "./pulse.ts";

/** The door of AWS Heartbeat, below `/heartbeat/{pingKey}` and, when it is opened, at `/heartbeat` for the default project. */
export function mountHeartbeat(http: Hono, app: App, pages: HeartbeatPages): void {
  const byKey: FindProject = async (c) => await projectOfKey(app, c.req.param("key") ?? "");
  const byKeyOrId: FindProject = async (c) => (await byKey(c)) ?? (await projectOfId(app, c.req.param("key") ?? ""));
  mountAt(http, "/heartbeat/:key", { app, pages, pulsesOf: byKey, boardOf: byKeyOrId });
  if (!app.settings.openHeartbeat) return;
  const first: FindProject = async () => (await app.store.people.projects())[0]?.id ?? null;
  mountAt(http, "/heartbeat", { app, pages, pulsesOf: first, boardOf: first });
}

function mountAt(http: Hono, base: string, door: HeartbeatDoor): void {
  http.get(`${base}/pulse`, (c) => answerPulse(door, c));
  http.get(`${base}/dashboard`, compress(), (c) => answerDashboard(door, c));
  http.get(`${base}/edit`, (c) => answerEditForm(door, c));
  http.post(`${base}/edit`, (c) => answerEdit(door, c));
  http.get(`${base}/monitor`, (c) => answerMonitor(door, c));
  for (const call of ["pulse", "dashboard", "monitor"]) http.all(`${base}/${call}`, () => refuseMethod("GET"));
  http.all(`${base}/edit`, () => refuseMethod("GET, POST"));
}

function refuseMethod(allow: string): Response {
  return refusalAnswer(new AppError("method_not_allowed", `This address takes ${allow} only.`), { Allow: allow });
}

async function projectOfKey(app: App, value: string): Promise<string | null> {
  const key = value.length > 200 ? null : await app.store.people.findKey(value);
  return key !== null && allows(key.kind, "ping") ? key.projectId : null;
}

async function projectOfId(app: App, id: string): Promise<string | null> {
  return (await app.store.people.project(id))?.id ?? null;
}

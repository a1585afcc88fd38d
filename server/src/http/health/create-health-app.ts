import { Hono } from "hono";
import type { App } from "../../actions/app.ts";
import { AppError } from "../../model/index.ts";
import { refusalAnswer, writeError } from "../errors.ts";
import { mountHealth } from "./mount-health.ts";

const NO_HTTP =
  "This process takes no requests: it runs without the role http. Only /healthz, /readyz and /metrics answer here.";

/** What answers at the address of a process without the role `http`: how it is, and nothing else. */
export function createHealthApp(app: App): Hono {
  const http = new Hono();
  http.onError((error, c) => writeError(error, c, app));
  http.notFound(() => refusalAnswer(new AppError("not_found", NO_HTTP)));
  mountHealth(http, app);
  return http;
}

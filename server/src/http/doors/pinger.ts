import { Hono } from "hono";
import type { App } from "../../actions/app.ts";
import { findTask, listTasks, type ShownTask } from "../../actions/list-tasks.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { jsonAnswer } from "../answer.ts";
import { logBug, RETRY_AFTER_SECONDS } from "../errors.ts";

export interface PingerDoor {
  readonly projectId: string;
  readonly urls: readonly string[];
}

/** What Py Pinger answered over HTTP: all tasks at `/`, one at `/task/<url>`. */
export function createPingerDoor(app: App, { projectId, urls }: PingerDoor): Hono {
  const http = new Hono();
  http.onError((error, c) => {
    if (error instanceof StoreUnavailable) {
      return jsonAnswer(503, { data: {} }, { "Retry-After": String(RETRY_AFTER_SECONDS) });
    }
    logBug(error, c, app.log);
    return jsonAnswer(500, { data: {} });
  });
  http.notFound(() => jsonAnswer(404, { data: {} }));
  http.get("/", async () => jsonAnswer(200, { data: (await listTasks(app, projectId, urls)).map(presentTask) }));
  http.get("/task/*", async (c) => {
    const url = knownUrl(c.req.url, urls);
    const task = url === null ? null : await findTask(app, projectId, url);
    if (task === null) return jsonAnswer(404, { data: {} });
    const { url: _address, ...data } = presentTask(task);
    return jsonAnswer(task.verdict === "error" ? 500 : 200, { data });
  });
  // Where the links in messages lead.
  http.get("/monitors/:id", async (c) => {
    const tasks = await listTasks(app, projectId, urls);
    const task = tasks.find(({ monitorId }) => monitorId === c.req.param("id"));
    return task === undefined
      ? jsonAnswer(404, { data: {} })
      : c.redirect(`/task/${encodeURIComponent(task.url)}`, 302);
  });
  for (const path of ["/", "/task/*"]) http.all(path, () => jsonAnswer(405, { data: {} }, { Allow: "GET, HEAD" }));
  return http;
}

function presentTask(task: ShownTask) {
  return {
    errors: task.errors,
    pings: task.looks,
    process: task.process,
    server: task.server,
    sleep_end: httpDate(task.sleepEndAt),
    sleep_start: httpDate(task.sleepStartAt),
    status: task.verdict,
    url: task.url,
  };
}

function httpDate(at: number | null): string | null {
  return at === null ? null : new Date(at).toUTCString();
}

/** The watched address that follows `/task/`, percent-encoded or raw, with its query if it is raw. */
function knownUrl(requestUrl: string, urls: readonly string[]): string | null {
  const typed = requestUrl.slice(requestUrl.indexOf("/task/") + "/task/".length);
  const wanted = [typed, decoded(typed)].map(comparable);
  return urls.find((url) => [url, decoded(url)].some((form) => wanted.includes(comparable(form)))) ?? null;
}

/** Proxies make one slash of two, and a bare host may end with one or not. */
function comparable(url: string): string {
  return url.replace(/^(https?):\/+/i, "$1://").replace(/\/$/, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

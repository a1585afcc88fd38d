import type { Context, Hono } from "hono";
import type { App } from "../../actions/app.ts";
import { recordCheckIn } from "../../actions/record-check-in.ts";
import { emptyAnswer, jsonAnswer } from "../answer.ts";
import { presentedKey } from "../callers.ts";
import { logWrongKey } from "../errors.ts";
import { sourceOf } from "../ping-source.ts";

/** Longer than any key or id that can exist. */
const MAX_LENGTH = 200;

/**
 * The check-in of Missme, mounted after everything else: its first segment may be any but those that are ours by then.
 * Whatever is wrong gets the same answer, and only a key can be right.
 */
export function mountCheckIn(http: Hono, app: App): void {
  let ours: ReadonlySet<string> | null = null;
  http.all("/notify/:id", (c) => answerCheckIn(app, c));
  http.all("/:stage/notify/:id", async (c, next) => {
    ours ??= firstSegments(http);
    return ours.has(c.req.param("stage")) ? await next() : await answerCheckIn(app, c);
  });
}

/** The first segments of all routes that begin with a fixed one. */
function firstSegments(http: Hono): ReadonlySet<string> {
  return new Set(http.routes.map(({ path }) => path.split("/")[1] ?? "").filter((segment) => !/[:*]/.test(segment)));
}

async function answerCheckIn(app: App, c: Context): Promise<Response> {
  const serviceId = c.req.param("id") ?? "";
  const key = presentedKey(c) ?? "";
  const fits = c.req.method === "GET" && key !== "" && key.length <= MAX_LENGTH && serviceId.length <= MAX_LENGTH;
  const recorded = fits && (await recordCheckIn(app, { serviceId, key, source: sourceOf(c) }));
  if (recorded) return emptyAnswer();
  if (key !== "") logWrongKey(c, app);
  return jsonAnswer(403, { message: "Forbidden" });
}

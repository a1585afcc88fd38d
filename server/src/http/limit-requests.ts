import type { Context, Hono, MiddlewareHandler } from "hono";
import type { App } from "../actions/app.ts";
import { AppError } from "../model/index.ts";
import { jsonAnswer } from "./answer.ts";
import { presentedKey } from "./callers.ts";
import { clientOf } from "./client-of.ts";
import { refusalAnswer } from "./errors.ts";

/** Longer than any key that can exist. */
const MAX_KEY_LENGTH = 200;

/** A request that was one too many. */
export interface TooMany {
  readonly by: "key" | "address";
  readonly retryAfterSeconds: number;
}

/** Counts a request of an address; null: it may be. */
export function countAddress(c: Context, app: App): TooMany | null {
  if (!app.limits.limitsAddresses) return null;
  const waitMs = app.limits.countAddress(clientOf(c, app.settings));
  return waitMs === 0 ? null : tooMany(app, "address", waitMs);
}

function countKey(key: string | null, app: App): TooMany | null {
  if (key === null || key === "" || key.length > MAX_KEY_LENGTH) return null;
  const waitMs = app.limits.countKey(key);
  return waitMs === 0 ? null : tooMany(app, "key", waitMs);
}

function tooMany(app: App, by: TooMany["by"], waitMs: number): TooMany {
  app.metrics.limitedRequests.inc({ by });
  return { by, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
}

/**
 * Puts the limits before all that follows, but for pings, which look at them by themselves (doors/ping.ts), and for what
 * machines ask about us. Doors of older systems say it in their shape.
 */
export function mountLimits(http: Hono, app: App): void {
  const limited =
    (answer: (many: TooMany) => Response, keyOf: (c: Context) => string | null): MiddlewareHandler =>
    async (c, next) => {
      const many = countAddress(c, app) ?? countKey(keyOf(c), app);
      if (many !== null) return answer(many);
      return await next();
    };
  http.use(
    "/v1/alarms/:source/:token/*",
    limited(inOldShape, (c) => c.req.param("token") ?? null),
  );
  for (const path of ["/v1/notifications/*", "/notify/*", "/:stage/notify/:id"])
    http.use(path, limited(inOldShape, presentedKey));
  for (const path of ["/api/*", "/heartbeat/*", "/auth/*", "/status/*", "/badge/*"])
    http.use(path, limited(refuse, presentedKey));
}

function refuse({ by, retryAfterSeconds }: TooMany): Response {
  const who = by === "key" ? "with this key" : "from this address";
  const text = `There were too many requests ${who}. Try again in ${retryAfterSeconds} s.`;
  return refusalAnswer(new AppError("too_many_requests", text), { "Retry-After": String(retryAfterSeconds) });
}

function inOldShape({ retryAfterSeconds }: TooMany): Response {
  return jsonAnswer(429, { message: "Too Many Requests" }, { "Retry-After": String(retryAfterSeconds) });
}

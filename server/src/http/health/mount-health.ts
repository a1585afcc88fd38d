import type { Hono } from "hono";
import type { App } from "../../actions/app.ts";
import { authenticate } from "../../actions/authenticate.ts";
import { checkReadiness } from "../../actions/check-readiness.ts";
import { readMetrics } from "../../actions/read-metrics.ts";
import { jsonAnswer } from "../answer.ts";
import { presentedKey } from "../callers.ts";

/** Puts up what machines ask about us: alive, ready, and in figures. */
export function mountHealth(http: Hono, app: App): void {
  http.get("/healthz", () => jsonAnswer(200, { status: "ok" }));

  http.get("/readyz", async () => {
    const obstacles = await checkReadiness(app);
    if (obstacles.length === 0) return jsonAnswer(200, { status: "ready" });
    return jsonAnswer(503, { status: "not ready", problems: obstacles });
  });

  http.get("/metrics", async (c) => {
    await authenticate(app, presentedKey(c), "read");
    const { text, contentType } = await readMetrics(app);
    return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
  });
}

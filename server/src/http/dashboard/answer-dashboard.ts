import type { Context } from "hono";
import { AppError } from "../../model/index.ts";
import { refusalAnswer } from "../errors.ts";
import type { Dashboard, DashboardFile } from "./open-dashboard.ts";

/** Nothing but our own files, no script or style in the page, calls to nobody but us, and in nobody's frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  // Some pages are opened with a secret in their address.
  "Referrer-Policy": "no-referrer",
} as const;

const PAGE_HEADERS = {
  ...HEADERS,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": PAGE_POLICY,
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cache-Control": "no-store",
} as const;

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
};

/** Names below /assets hold a hash of their content, so they never change. */
const ASSET = /^\/(assets\/[\w-][\w.-]*\.(\w+))$/;
const ROOT_FILE = /^\/([\w-]+\.(js|svg|png))$/;

/** Addresses that programs ask; a browser that goes there by mistake gets their answer, not a page. */
const NOT_OURS = /^\/(?:api|v1|ping|auth|badge)(?:\/|$)/;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Watchbell</title>
<h1>Watchbell runs, but its dashboard is not built</h1>
<p>Pings, probes, alarms, messages and the API work. In the source folder run <code>npm run build:dashboard</code> and
restart the server, or start it with <code>npm start</code>. The API is described at <a href="/api/docs">/api/docs</a>.</p>
</html>
`;

/**
 * Answers what no other route took: the dashboard's files and pages, then its page for what is not there to a browser,
 * and a refusal to everybody else.
 */
export async function answerDashboard(c: Context, dashboard: Dashboard | null): Promise<Response> {
  const { method, path } = c.req;
  const isReading = method === "GET" || method === "HEAD";
  if (!isReading || NOT_OURS.test(path)) return nothingHere();
  const wantsPage = (c.req.header("accept") ?? "").includes("text/html");
  if (dashboard === null) {
    return wantsPage
      ? new Response(NOT_BUILT, { status: path === "/" ? 503 : 404, headers: PAGE_HEADERS })
      : nothingHere();
  }
  const gzip = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const [, file, ending = ""] = ASSET.exec(path) ?? ROOT_FILE.exec(path) ?? [];
  if (file !== undefined) {
    const found = await dashboard.read(file, { gzip });
    return found === null ? nothingHere() : fileAnswer(found, file, ending);
  }
  const status = dashboard.hasPage(path) ? 200 : 404;
  if (status === 404 && !wantsPage) return nothingHere();
  const page = await dashboard.read("index.html", { gzip: false });
  return page === null ? nothingHere() : new Response(page.bytes, { status, headers: PAGE_HEADERS });
}

function fileAnswer({ bytes, isGzipped }: DashboardFile, file: string, ending: string): Response {
  const isHashed = file.startsWith("assets/");
  return new Response(bytes, {
    headers: {
      ...HEADERS,
      "Content-Type": TYPES[ending] ?? "application/octet-stream",
      "Cache-Control": isHashed ? "public, max-age=31536000, immutable" : "public, max-age=300",
      Vary: "Accept-Encoding",
      ...(isGzipped && { "Content-Encoding": "gzip" }),
    },
  });
}

function nothingHere(): Response {
  return refusalAnswer(new AppError("not_found", "There is nothing at this address."));
}

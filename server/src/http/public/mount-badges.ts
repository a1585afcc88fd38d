import type { Context, Hono } from "hono";
import type { App } from "../../actions/app.ts";
import type { PublicPages } from "../../actions/public-pages.ts";
import { type ShownBadge, showBadge, withoutLate } from "../../actions/show-badge.ts";
import { rememberBriefly } from "../../lib/remember-briefly.ts";
import { AppError, type ShownStatus } from "../../model/index.ts";
import { refusalAnswer } from "../errors.ts";
import { type PublicAnswer, prepareAnswer, refuseMethods, sendPublic } from "./public-answer.ts";

/** A badge stands in pages that many look at: each is judged this often, and no ping waits for more. */
const REMEMBERED_MS = 5_000;
const MOST_BADGES = 5_000;
/** Longer than any address that was given out. */
const MAX_LENGTH = 1_000;

const FORMATS = ["svg", "json", "shields"] as const;
type BadgeFormat = (typeof FORMATS)[number];

/** What one address asks for. */
interface Asked {
  readonly key: string;
  readonly token: string;
  readonly tag: string | null;
  /** Late counts as up. */
  readonly twoStates: boolean;
  readonly format: BadgeFormat;
}

/** Puts up the badges: `/badge/{key}/{token}[-2][/{tag}].{svg|json|shields}`. */
export function mountBadges(http: Hono, app: App, pages: PublicPages): void {
  const load = rememberBriefly((text) => showBadge(app, JSON.parse(text)), {
    forMs: REMEMBERED_MS,
    most: MOST_BADGES,
    now: () => app.clock.now(),
  });
  http.get("/badge/:key/:rest{.+}", async (c) => {
    const asked = parseAddress(c);
    const { key, token, tag } = asked ?? {};
    const badge = asked === null ? null : await load(JSON.stringify({ key, token, tag }));
    if (asked === null || badge === null) return notThere();
    return sendPublic(c, await FORMED[asked.format](asked.twoStates ? withoutLate(badge) : badge, pages));
  });
  http.all("/badge/*", (c) => (c.req.method === "GET" || c.req.method === "HEAD" ? notThere() : refuseMethods()));
}

const ADDRESS = new RegExp(`^([0-9a-f]{16,32})(-2)?(?:/(.+))?\\.(${FORMATS.join("|")})$`, "s");

function parseAddress(c: Context): Asked | null {
  const rest = c.req.param("rest") ?? "";
  const key = c.req.param("key") ?? "";
  if (rest.length + key.length > MAX_LENGTH) return null;
  const [, token, two, tag, ending] = ADDRESS.exec(rest) ?? [];
  const format = FORMATS.find((each) => each === ending);
  if (token === undefined || format === undefined) return null;
  return { key, token, tag: tag ?? null, twoStates: two !== undefined, format };
}

const HEADERS = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };
const JSON_HEADERS = { ...HEADERS, "Content-Type": "application/json; charset=utf-8" };
/** Opened by itself a picture is a document: it may load and run nothing. */
const SVG_HEADERS = {
  ...HEADERS,
  "Content-Type": "image/svg+xml; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; sandbox",
};

const FORMED: Readonly<Record<BadgeFormat, (badge: ShownBadge, pages: PublicPages) => Promise<PublicAnswer>>> = {
  svg: (badge, pages) => prepareAnswer(pages.badge(badge), SVG_HEADERS),
  json: (badge) => prepareAnswer(JSON.stringify(presentBadge(badge)), JSON_HEADERS),
  shields: (badge) => prepareAnswer(JSON.stringify(presentShields(badge)), JSON_HEADERS),
};

function presentBadge({ label, status, counts }: ShownBadge) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { label, status, total, ...counts };
}

/** Names of colours that shields.io knows. */
const COLOURS: Readonly<Record<ShownStatus, string>> = {
  up: "success",
  late: "important",
  down: "critical",
  paused: "inactive",
  new: "inactive",
};

/** What shields.io draws (https://shields.io/badges/endpoint-badge). */
function presentShields({ label, status }: ShownBadge) {
  return { schemaVersion: 1, label, message: status, color: COLOURS[status] };
}

function notThere(): Response {
  return refusalAnswer(new AppError("not_found", "There is no badge at this address; GET /api/v1/badges lists them."));
}

import type { Context, Hono } from "hono";
import type { App } from "../../actions/app.ts";
import type { PublicPages } from "../../actions/public-pages.ts";
import { type PublicStatus, showStatusPage } from "../../actions/show-status-page.ts";
import { rememberBriefly } from "../../lib/remember-briefly.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { RETRY_AFTER_SECONDS } from "../errors.ts";
import { type PublicAnswer, prepareAnswer, refuseMethods, sendPublic } from "./public-answer.ts";
import { presentStatus } from "./status-json.ts";

/** A page under load is made this often, and no ping waits for more. */
const REMEMBERED_MS = 5_000;
const MOST_ANSWERS = 50;
const REFRESH_SECONDS = 60;

const FORMS = ["page", "still", "json", "atom"] as const;
/** `still`: the page without loading itself again, for who reads slowly. */
type Form = (typeof FORMS)[number];

const ADDRESS = /^([a-z0-9-]{1,63})(?:\.(json|atom))?$/;

/** Puts up the status pages: what a project shows to everybody, for people, programs and feed readers. */
export function mountStatusPages(http: Hono, app: App, pages: PublicPages): void {
  const load = rememberBriefly((key) => prepare(app, pages, key), {
    forMs: REMEMBERED_MS,
    most: MOST_ANSWERS,
    now: () => app.clock.now(),
  });
  http.get("/status/:page", async (c) => {
    const key = keyOf(c);
    if (key === null) return notThere(pages);
    try {
      const answer = await load(key);
      return answer === null ? notThere(pages) : sendPublic(c, answer);
    } catch (error) {
      if (error instanceof StoreUnavailable && !key.endsWith(" json")) return notNow(pages);
      throw error;
    }
  });
  http.all("/status/:page", refuseMethods);
}

/** What is asked for, as one text; null when no page can have this address. */
function keyOf(c: Context): string | null {
  const [, slug, suffix] = ADDRESS.exec(c.req.param("page") ?? "") ?? [];
  if (slug === undefined) return null;
  const form: Form = FORMS.find((each) => each === suffix) ?? (c.req.query("refresh") === "off" ? "still" : "page");
  return `${slug} ${form}`;
}

async function prepare(app: App, pages: PublicPages, key: string): Promise<PublicAnswer | null> {
  const [slug, form] = key.split(" ") as [string, Form];
  const status = await showStatusPage(app, slug);
  return status === null ? null : await FORMED[form](status, pages);
}

const FOR_ALL_SITES = { "Access-Control-Allow-Origin": "*" };

const FORMED: Readonly<Record<Form, (status: PublicStatus, pages: PublicPages) => Promise<PublicAnswer>>> = {
  page: (status, pages) =>
    prepareAnswer(pages.status(status, { refreshes: true }), { ...htmlHeaders(pages), Refresh: `${REFRESH_SECONDS}` }),
  still: (status, pages) => prepareAnswer(pages.status(status, { refreshes: false }), htmlHeaders(pages)),
  json: (status) =>
    prepareAnswer(JSON.stringify(presentStatus(status)), {
      "Content-Type": "application/json; charset=utf-8",
      ...FOR_ALL_SITES,
    }),
  atom: (status, pages) =>
    prepareAnswer(pages.feed(status), { "Content-Type": "application/atom+xml; charset=utf-8", ...FOR_ALL_SITES }),
};

function htmlHeaders({ policy }: PublicPages): Readonly<Record<string, string>> {
  return { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
}

function notThere(pages: PublicPages): Response {
  const text = "No status page has this address, or it is switched off.";
  return notice(404, pages, { title: "No status page here", text });
}

/** Nobody who looks whether all is well should be answered in JSON. */
function notNow(pages: PublicPages): Response {
  const text = "The status cannot be told at this moment. This page tries again by itself.";
  const again = { Refresh: `${REFRESH_SECONDS}`, "Retry-After": String(RETRY_AFTER_SECONDS) };
  return notice(503, pages, { title: "Please wait", text }, again);
}

function notice(
  status: number,
  pages: PublicPages,
  view: { readonly title: string; readonly text: string },
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = { ...htmlHeaders(pages), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", ...more };
  return new Response(pages.notice(view), { status, headers });
}

import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { AppError, type Session } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, Instant, instant } from "../shared-schemas.ts";

const section = "Account";

/** The sessions of an account, as its owner sees them. */
export const SessionList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        current: z.boolean().describe("It is the one that asks."),
        createdAt: Instant,
        lastSeenAt: Instant.describe("To the minute."),
        address: z.string(),
        userAgent: z.string(),
      }),
    ),
  })
  .meta({ id: "SessionList" });

/** The sessions of an account, as its owner sees and ends them. */
export function ownSessionRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/account/sessions",
      needs: "account",
      section,
      summary: "List one's own sessions, the newest first",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: SessionList },
      handle: async ({ caller }) => {
        const sessions = await app.store.accounts.sessions(caller.account.id);
        return { status: 200, json: { items: sessions.map((session) => present(session, caller.session.id)) } };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/account/sessions",
      needs: "account",
      section,
      summary: "End all other sessions of one's own",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller: { account, session, actor } }) => {
        await app.store.accounts.endOtherSessions(account.id, session.id, actor);
        return { status: 204 };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/account/sessions/{id}",
      needs: "account",
      section,
      summary: "End a session of one's own at once",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller: { account, session, actor }, params }) => {
        if (!(await app.store.accounts.endSession(account.id, params.id, actor))) {
          throw new AppError("not_found", "You have no such session.");
        }
        return params.id === session.id ? { status: 204, session: null } : { status: 204 };
      },
    }),
  ];
}

function present(session: Session, currentId: string) {
  const { id, createdAt, lastSeenAt, address, userAgent } = session;
  const at = { createdAt: instant(createdAt), lastSeenAt: instant(lastSeenAt) };
  return { id, current: id === currentId, ...at, address, userAgent };
}

import { z } from "zod";
import { logIn } from "../../actions/accounts/log-in.ts";
import { sessionState } from "../../actions/accounts/session-state.ts";
import { setUp } from "../../actions/accounts/set-up.ts";
import { endSessionOf } from "../../actions/accounts/start-session.ts";
import type { App } from "../../actions/app.ts";
import { defineRoute, Nothing, type Route, type RouteAnswer } from "../route.ts";
import { AccountName, Email, FirstZone, LinkToken, Password, presentSession, SessionAnswer } from "./session-schema.ts";

const section = "Session";

const SetUpBody = z
  .strictObject({
    token: LinkToken,
    email: Email,
    password: Password,
    name: AccountName.optional(),
    timezone: FirstZone,
  })
  .meta({ id: "SetUpInput" });
const LogInBody = z.strictObject({ email: Email, password: Password }).meta({ id: "LogInInput" });

/** How people log in and out. */
export function sessionRoutes(app: App): readonly Route[] {
  return [getRoute(app), setUpRoute(app), logInRoute(app), logOutRoute(app)];
}

/** The answer that makes the browser keep a new session, and tells how it stands with it. */
export async function sessionAnswer(app: App, session: string, status = 200): Promise<RouteAnswer> {
  return { status, json: presentSession(await sessionState(app, { session })), session };
}

function getRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/session",
    needs: "anyone",
    section,
    summary: "Tell who is signed in, and how one can",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 200: SessionAnswer },
    handle: async ({ caller }) => ({ status: 200, json: presentSession(await sessionState(app, caller)) }),
  });
}

function setUpRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/set-up",
    needs: "anyone",
    section,
    summary: "Make the first account with the set-up link",
    description: "It becomes the operator, and owner of the projects that are there.",
    params: Nothing,
    query: Nothing,
    body: SetUpBody,
    answers: { 201: SessionAnswer },
    handle: async ({ caller, body }) => sessionAnswer(app, await setUp(app, caller, body), 201),
  });
}

function logInRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/session",
    needs: "anyone",
    section,
    summary: "Log in with e-mail and password",
    description: "With a second factor the state is `second-factor` until that is shown too.",
    params: Nothing,
    query: Nothing,
    body: LogInBody,
    answers: { 200: SessionAnswer },
    handle: async ({ caller, body }) => sessionAnswer(app, await logIn(app, caller, body)),
  });
}

function logOutRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path: "/session",
    needs: "anyone",
    section,
    summary: "Log out",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 204: null },
    handle: async ({ caller }) => {
      await endSessionOf(app, caller);
      return { status: 204, session: null };
    },
  });
}

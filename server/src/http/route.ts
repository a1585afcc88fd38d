import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Verb } from "../access/verbs.ts";
import type { App } from "../actions/app.ts";
import { AppError } from "../model/index.ts";
import { emptyAnswer, jsonAnswer } from "./answer.ts";
import { type CallerOf, identify, type Need } from "./callers.ts";
import { refusalAnswer } from "./errors.ts";
import { parseWith, readJson, readQuery } from "./read-input.ts";
import { sessionCookie } from "./session-cookie.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** What a handler is given: parsed input, and who asks. */
export interface RouteInput<P, Q, B, C> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: C;
}

/**
 * What a handler gives back: a status with what goes out as JSON, or a whole answer. `session` makes the browser keep
 * that session; null makes it forget the one it has.
 */
export type RouteAnswer =
  | { readonly status: number; readonly json: unknown; readonly session?: string | null }
  | { readonly status: 204; readonly session?: string | null }
  | Response;

interface RouteSpec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, N extends Need> {
  readonly method: Method;
  /** Below `/api/v1`, parameters in braces: `/monitors/{id}`. */
  readonly path: string;
  /** What whoever asks must be allowed, or be. */
  readonly needs: N;
  /** Section of the documentation. */
  readonly section: string;
  readonly summary: string;
  readonly description?: string;
  readonly params: P;
  readonly query: Q;
  /** Null: the route takes no body. */
  readonly body: B | null;
  /** Largest body that it takes; absent: as every route. */
  readonly maxBodyBytes?: number;
  /** The answers that are no refusal, by status; null: no body; text: a media type that is not JSON. */
  readonly answers: Readonly<Record<number, z.ZodType | string | null>>;
  readonly handle: (input: RouteInput<z.output<P>, z.output<Q>, z.output<B>, CallerOf<N>>) => Promise<RouteAnswer>;
}

/** One route: what the documentation tells of it and what it does, from the same schemas. */
export interface Route extends Omit<RouteSpec<z.ZodObject, z.ZodObject, z.ZodType, Need>, "handle"> {
  /** Parses what came and acts. */
  readonly run: (
    raw: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
    caller: CallerOf<Need>,
  ) => Promise<RouteAnswer>;
}

/** Schema of nothing, for routes without parameters or query. */
export const Nothing = z.strictObject({});

/** Binds a route's schemas to its handler, so that the handler sees only what they let through. */
export function defineRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType = typeof Nothing,
  const N extends Need = Verb,
>(spec: RouteSpec<P, Q, B, N>): Route {
  const { handle, ...rest } = spec;
  return {
    ...rest,
    run: (raw, caller) =>
      handle({
        params: parseWith(spec.params, raw.params),
        query: parseWith(spec.query, raw.query),
        body: parseWith<z.ZodType<z.output<B>>>((spec.body ?? Nothing) as z.ZodType<z.output<B>>, raw.body),
        // `identify` was told the same need.
        caller: caller as CallerOf<N>,
      }),
  };
}

/** Puts routes on an HTTP app. The lines of `answer` are the security policy, from top to bottom. */
export function mountRoutes(http: Hono, base: string, routes: readonly Route[], app: App): void {
  for (const route of routes) {
    http.on(route.method.toUpperCase(), base + toHonoPath(route.path), (c) => answer(c, route, app));
  }
  for (const [path, methods] of methodsByPath(routes)) {
    http.all(base + toHonoPath(path), () => methodNotAllowed(methods));
  }
}

async function answer(c: Context, route: Route, app: App): Promise<Response> {
  const caller = await identify(c, route.needs, app);
  const raw = {
    params: c.req.param(),
    query: readQuery(c, route.query),
    body: route.body === null ? {} : await readJson(c, route.maxBodyBytes),
  };
  const result = await route.run(raw, caller);
  if (result instanceof Response) return result;
  const { session } = result;
  const headers: Record<string, string> = {};
  if (session !== undefined) headers["Set-Cookie"] = sessionCookie(session, app.settings);
  return "json" in result ? jsonAnswer(result.status, result.json, headers) : emptyAnswer(headers);
}

function methodsByPath(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map<string, string[]>();
  for (const route of routes) {
    const methods = byPath.get(route.path) ?? [];
    methods.push(route.method.toUpperCase());
    byPath.set(route.path, methods);
  }
  return byPath;
}

function methodNotAllowed(methods: readonly string[]): Response {
  const allow = methods.join(", ");
  return refusalAnswer(new AppError("method_not_allowed", `This address takes ${allow} only.`), { Allow: allow });
}

function toHonoPath(path: string): string {
  return path.replaceAll("{", ":").replaceAll("}", "");
}

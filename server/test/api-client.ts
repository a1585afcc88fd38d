import { z } from "zod";
import { managementRoutes } from "../src/http/management-routes.ts";
import type { Route } from "../src/http/route.ts";
import type { TestApp } from "./test-app.ts";

/** An answer of the management API; `body` is whatever its JSON was. */
export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails when it is not there.
  readonly body: any;
  readonly headers: Headers;
}

export type ApiCall = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/**
 * Calls the management API with a key, without a port. Every answer is held against the schema that the documentation
 * shows for it, so that what is documented is what is answered.
 */
export function createApi(test: TestApp, key: string = test.keys.write): ApiCall {
  return (method, path, body) => callRoute(test, { method, path, body, headers: { "X-Api-Key": key } });
}

export interface RouteCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls a route of the management API with these headers. */
export async function callRoute(test: TestApp, { method, path, body, headers }: RouteCall): Promise<ApiAnswer> {
  const answer = await test.http.request(`/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = isEndless(answer) ? await leave(answer) : await answer.text();
  const json: unknown = isJson(answer) ? JSON.parse(text) : text;
  holdAgainstDocumentation(findRoute(managementRoutes(test.app), method, path), answer.status, json);
  return { status: answer.status, body: json, headers: answer.headers };
}

/** A stream of events ends only when its reader leaves. */
function isEndless(answer: Response): boolean {
  return answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
}

async function leave(answer: Response): Promise<string> {
  await answer.body?.cancel();
  return "";
}

function isJson(answer: Response): boolean {
  return answer.headers.get("content-type")?.startsWith("application/json") === true;
}

function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const [address = ""] = path.split("?");
  return routes.find((route) => {
    const pattern = route.path.replace(/\{\w+\}/g, "[^/]+");
    return route.method === method.toLowerCase() && new RegExp(`^${pattern}$`).test(address);
  });
}

function holdAgainstDocumentation(route: Route | undefined, status: number, json: unknown): void {
  if (route === undefined || status >= 400) return;
  const answer = route.answers[status];
  if (answer === undefined)
    throw new Error(`${route.method} ${route.path} answered ${status}, which is not documented`);
  if (answer instanceof z.ZodType) answer.parse(json);
}

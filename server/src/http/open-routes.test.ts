import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { API_BASE } from "./create-http-app.ts";
import { managementRoutes } from "./management-routes.ts";

// A gateway in front, such as API Gateway on AWS, hands everything on: what is open is decided here, and nowhere else.

/** The routes of the management API that ask for neither a key nor a session, and what they ask for instead. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  "get /session": "nothing: it says that nobody is logged in",
  "post /set-up": "the set-up link",
  "post /session": "e-mail and password",
  "delete /session": "nothing: it ends what is there",
  "post /session/second-factor": "a password that was shown before, and a code",
  "post /session/passkey-options": "nothing: it gives a question for a passkey to sign",
  "post /session/passkey": "a passkey",
  "post /accounts": "an invitation, or that the operator opened sign-up",
  "post /password-resets": "an address, which gets the mail",
  "get /password-resets/{token}": "the link of that mail",
  "post /password-resets/{token}": "the link of that mail",
  "get /invitations/{token}": "the link of the invitation",
};

/** Everything that is mounted beside the management API: what it asks for, and what somebody is told who has none of it. */
const MOUNTED: Readonly<Record<string, { readonly asksFor: string; readonly told: number }>> = {
  "/ping/*": { asksFor: "the id of a monitor, or a ping key", told: 404 },
  "/v1/notifications/:channel/:topic": { asksFor: "a key and the hash of the topic", told: 403 },
  "/v1/alarms/:source/:token": { asksFor: "an alarm token", told: 403 },
  "/v1/alarms/:source/:token/api/v2/alerts": { asksFor: "an alarm token", told: 403 },
  "/heartbeat/:key/pulse": { asksFor: "a ping key", told: 404 },
  "/heartbeat/:key/dashboard": { asksFor: "a ping key, and a secret that may read", told: 404 },
  "/heartbeat/:key/edit": { asksFor: "a ping key, and a secret that may write", told: 404 },
  "/heartbeat/:key/monitor": { asksFor: "a ping key, and a secret that may write", told: 404 },
  "/notify/:id": { asksFor: "the key of a service", told: 403 },
  "/:stage/notify/:id": { asksFor: "the key of a service", told: 403 },
  "/metrics": { asksFor: "a key that may read", told: 401 },
  "/status/:page": { asksFor: "the name of a page that was switched on", told: 404 },
  "/badge/:key/:rest{.+}": { asksFor: "the key of badges", told: 404 },
  "/healthz": { asksFor: "nothing", told: 200 },
  "/readyz": { asksFor: "nothing", told: 200 },
  "/api/docs": { asksFor: "nothing", told: 200 },
  "/api/docs/start.js": { asksFor: "nothing", told: 200 },
  "/api/docs/:file": { asksFor: "nothing", told: 404 },
  "/api/v1/openapi.json": { asksFor: "nothing", told: 200 },
  "/auth/oidc/start": { asksFor: "nothing: it leads to the provider, where there is one", told: 409 },
  "/auth/oidc/callback": { asksFor: "what the provider vouches for", told: 409 },
};

/** Counts requests and hands them on; what answers is listed above. */
const LIMITS = /^\/(?:api|heartbeat|auth|status|badge|notify|v1\/notifications|v1\/alarms\/:source\/:token)\/\*$/;

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

describe("what asks for no key", () => {
  it("is listed, of the management API", () => {
    const open = managementRoutes(test.app).filter(({ needs }) => needs === "anyone");
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(WITHOUT_KEY).sort());
  });

  it("is listed, of all that is mounted besides", () => {
    const managed = new Set(managementRoutes(test.app).map(({ path }) => API_BASE + path.replace(/\{(\w+)\}/g, ":$1")));
    const mounted = new Set(test.http.routes.map(({ path }) => path));
    const others = [...mounted].filter((path) => !managed.has(path) && !LIMITS.test(path));
    expect(others.sort()).toEqual(Object.keys(MOUNTED).sort());
  });

  it.each(Object.entries(MOUNTED))("%s tells a stranger nothing", async (path, { told }) => {
    const url = path.replace("{.+}", "").replace("/*", "/made-up").replace(/:\w+/g, "made-up");
    const method = url.startsWith("/v1/") ? "POST" : "GET";
    const answer = await test.http.request(url, { method, ...(method === "POST" && { body: "{}" }) });
    expect(answer.status).toBe(told);
  });
});

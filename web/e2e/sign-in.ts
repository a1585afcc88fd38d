import type { Page } from "@playwright/test";
import { type Watchbell, WRITE_KEY } from "./fixtures.ts";

/** Lets a page believe that somebody of this role is signed in, and gives its calls the write key: for tests that are not about accounts. */
export async function signInByStandIn(
  page: Page,
  watchbell: Watchbell,
  role: "owner" | "manager" | "member" | "read-only" = "owner",
): Promise<void> {
  const { id, timezone } = await watchbell.call<{ id: string; timezone: string }>("GET", "/project");
  await page.route("**/api/v1/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), "x-api-key": WRITE_KEY } }),
  );
  await page.route("**/api/v1/session", (route) =>
    route.fulfill({
      json: {
        state: "signed-in",
        signUp: "invited",
        passwordMail: false,
        oidc: null,
        account: {
          id: "a1",
          email: "owner@example.org",
          name: "Kim",
          isOperator: true,
          twoFactor: false,
          hasPassword: true,
          oidcLinked: false,
        },
        projects: [
          { id, name: "default", role, timezone },
          { id: "p2", name: "Another project", role: "read-only", timezone: "UTC" },
        ],
        version: "0.1.0",
      },
    }),
  );
}

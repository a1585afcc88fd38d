import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChildServer } from "../../server/test/child-server.ts";
import { type OidcStage, startOidcProvider } from "../../server/test/oidc-stage.ts";
import { test as base, expect, expectAccessible, type Watchbell } from "./fixtures.ts";
import { callAs, endSession, OWNER, signInAsOwner } from "./sign-in-really.ts";

const CLIENT = { clientId: "watchbell", clientSecret: "a-secret-of-the-provider" } as const;

/** A server that knows a provider, which knows its address: so the port is chosen first. */
const test = base.extend<{ provider: OidcStage; port: number }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from the pattern.
  port: async ({}, use) => {
    const probe = createServer();
    await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
    const address = probe.address();
    await new Promise((done) => probe.close(done));
    await use(typeof address === "object" && address !== null ? address.port : 0);
  },
  provider: async ({ port }, use) => {
    const redirectUri = `http://127.0.0.1:${port}/auth/oidc/callback`;
    await using provider = await startOidcProvider({ ...CLIENT, redirectUri });
    await use(provider);
  },
  watchbell: async ({ port, provider }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "watchbell-browser-"));
    const dataDir = join(folder, "data");
    const server = await startChildServer({
      dataDir,
      port,
      env: {
        WATCHBELL_BASE_URL: `http://127.0.0.1:${port}`,
        WATCHBELL_OIDC_ISSUER: provider.issuer,
        WATCHBELL_OIDC_CLIENT_ID: CLIENT.clientId,
        WATCHBELL_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
        WATCHBELL_OIDC_NAME: "Keycloak",
      },
    });
    const call: Watchbell["call"] = () => Promise.reject(new Error("this server has no key that is known"));
    await use({ url: server.url, server, dataDir, call });
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  },
});

test("an account is linked with a provider, which then lets it in", async ({ page, watchbell, provider }) => {
  provider.person = { sub: "kim", email: OWNER.email, email_verified: true };
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  await endSession(page);
  await page.goto("/topics");
  await page.getByRole("link", { name: "Log in with Keycloak" }).click();
  await expect(page.getByText("Your account is not linked with Keycloak yet.")).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page).toHaveURL(/\/topics$/);
  await page.goto("/settings/account");
  await page.getByRole("button", { name: "Link with Keycloak" }).click();
  await expect(page.getByText("Linked", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/account$/);
  await expectAccessible(page);

  await endSession(page);
  await page.goto("/messages");
  await page.getByRole("link", { name: "Log in with Keycloak" }).click();
  await expect(page).toHaveURL(/\/messages$/);
  await page.goto("/settings/account");
  await page.getByRole("button", { name: "Unlink" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await expect(page.getByRole("button", { name: "Link with Keycloak" })).toBeVisible();
});

test("whoever says no at the provider is told so, and can try again", async ({ page, watchbell, provider }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/account");
  await page.getByRole("button", { name: "Link with Keycloak" }).click();
  await expect(page.getByText("Keycloak did not let you in, or you said no there.")).toBeVisible();
  await endSession(page);
  await page.goto("/log-in");
  await page.getByRole("link", { name: "Log in with Keycloak" }).click();
  await expect(page.getByText("Keycloak did not let you in, or you said no there.")).toBeVisible();
  expect(provider.seen.length).toBeGreaterThan(0);
});

test("an e-mail that the provider does not vouch for links nothing, and lets nobody in", async ({
  page,
  watchbell,
  provider,
}) => {
  provider.person = { sub: "kim", email: OWNER.email, email_verified: false };
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/account");
  await page.getByRole("button", { name: "Link with Keycloak" }).click();
  await expect(page.getByText("Keycloak does not vouch for your e-mail")).toBeVisible();
  await expect(page.getByRole("button", { name: "Link with Keycloak" })).toBeVisible();
  await endSession(page);
  await page.goto("/log-in");
  await page.getByRole("link", { name: "Log in with Keycloak" }).click();
  await expect(page).toHaveURL(/\/log-in\?problem=/);
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
});

test("somebody who is invited comes in through the provider, and only with a verified e-mail", async ({
  page,
  watchbell,
  provider,
  browser,
}) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  const { url } = await callAs<{ url: string }>(page, "POST", "/invites", { data: { role: "member" } });
  const guest = await browser.newContext({ baseURL: watchbell.url });
  const theirs = await guest.newPage();
  provider.person = { sub: "ann", email: "ann@example.org", email_verified: false, name: "Ann" };
  await theirs.goto(`/invite${new URL(url).search}`);
  await theirs.getByRole("link", { name: "Create account with Keycloak" }).click();
  await expect(theirs.getByText("Keycloak does not vouch for your e-mail")).toBeVisible();
  // At the provider she is somebody else from now on: a browser that it does not know yet.
  await guest.clearCookies();
  provider.person = { sub: "ann-2", email: "ann@example.org", email_verified: true, name: "Ann" };
  await theirs.goto(`/invite${new URL(url).search}`);
  await expectAccessible(theirs);
  await theirs.getByRole("link", { name: "Create account with Keycloak" }).click();
  await expect(theirs).toHaveURL(/\/monitors$/);
  const { projects } = await callAs<{ projects: readonly { name: string; role: string }[] }>(theirs, "GET", "/session");
  expect(projects).toContainEqual(expect.objectContaining({ name: "default", role: "member" }));
  await guest.close();
});

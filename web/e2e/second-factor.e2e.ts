import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Watchbell, withoutComplaints } from "./fixtures.ts";
import { callAs, OWNER, signInAsOwner } from "./sign-in-really.ts";

interface Factors {
  /** What the account has. */
  readonly factors: readonly string[];
  /** What the page sent, newest last. */
  readonly sent: { readonly path: string; readonly body: unknown }[];
}

/** Stands in for the routes of second factors, so that the pages are tried by themselves; the session is the real one's. */
async function standInForFactors(page: Page, { factors, sent }: Factors): Promise<void> {
  const signedIn = await callAs<{ account: object }>(page, "GET", "/session");
  let passed = false;
  const session = () =>
    passed
      ? { ...signedIn, account: { ...signedIn.account, factors } }
      : { ...signedIn, state: "second-factor", factors };
  await page.route("**/api/v1/session", (route) => route.fulfill({ json: session() }));
  await page.route("**/api/v1/session/passkey-options", (route) =>
    route.fulfill({ json: { challenge: "AAAAAAAAAAAAAAAAAAAAAA", rpId: "localhost", userVerification: "preferred" } }),
  );
  await page.route("**/api/v1/session/second-factor", (route) => {
    const body: Record<string, unknown> = route.request().postDataJSON();
    sent.push({ path: "/session/second-factor", body });
    passed = body.totp === "123456" || body.recoveryCode !== undefined || body.passkey !== undefined;
    const refusal = { error: { code: "wrong_code", message: "The code is wrong, or was used already." } };
    return route.fulfill(passed ? { json: session() } : { status: 401, json: refusal });
  });
}

/** Passkeys belong to a name, and an address of numbers has none. */
function atLocalhost(watchbell: Watchbell): Watchbell {
  return { ...watchbell, url: watchbell.url.replace("127.0.0.1", "localhost") };
}

test("after the password comes the code of the app, and what is wrong with it is said", async ({
  page,
  watchbell,
  complaints,
}) => {
  const sent: Factors["sent"] = [];
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  await standInForFactors(page, { factors: ["totp", "recovery-code"], sent });
  await page.goto("/topics");
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await page.getByLabel("Code", { exact: true }).fill("000 000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("The code is wrong");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await expect(page.getByLabel("Recovery code")).toBeFocused();
  await page.getByRole("button", { name: "Use the code of your app" }).click();
  await page.getByLabel("Code", { exact: true }).fill("123 456");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/topics$/);
  expect(sent.map(({ body }) => body)).toEqual([{ totp: "000000" }, { totp: "123456" }]);
  withoutComplaints(complaints, /401 \(Unauthorized\)/);
});

test("a passkey is made in the settings and opens the door", async ({ page, watchbell, complaints }) => {
  const here = atLocalhost(watchbell);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signInAsOwner(page, here);
  const made: { name: string; passkey: unknown }[] = [];
  const items = () =>
    made.map(({ name }) => ({ id: "k1", name, createdAt: new Date().toISOString(), lastUsedAt: null }));
  await page.route("**/api/v1/account/passkeys/options", (route) =>
    route.fulfill({
      json: {
        challenge: "AAAAAAAAAAAAAAAAAAAAAA",
        rp: { id: "localhost", name: "Watchbell" },
        user: { id: "AAAAAAAAAAAAAAAAAAAAAA", name: OWNER.email, displayName: OWNER.name },
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
      },
    }),
  );
  await page.route("**/api/v1/account/passkeys", (route) => {
    if (route.request().method() === "GET") return route.fulfill({ json: { items: items() } });
    made.push(route.request().postDataJSON());
    return route.fulfill({ status: 201, json: items()[0] });
  });
  await page.goto(`${here.url}/settings/security`);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("This laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("button", { name: "Remove This laptop" })).toBeVisible();
  expect(made[0]?.passkey).toMatchObject({ type: "public-key", response: { attestationObject: expect.any(String) } });

  const sent: Factors["sent"] = [];
  await standInForFactors(page, { factors: ["passkey", "recovery-code"], sent });
  await page.goto(`${here.url}/monitors`);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  expect(sent[0]?.body).toMatchObject({ passkey: { response: { signature: expect.any(String) } } });
  expect(complaints).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`an authenticator app is set up, and its recovery codes are shown once (${colorScheme})`, async ({
    page,
    watchbell,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>';
    const recoveryCodes = Array.from({ length: 10 }, (_, n) => `k7f2-${n}xq9-m3pd`);
    await page.route("**/api/v1/account/passkeys", (route) => route.fulfill({ json: { items: [] } }));
    await page.route("**/api/v1/account/totp", (route) =>
      route.fulfill({
        json:
          route.request().method() === "POST"
            ? { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/Watchbell", qrSvg: svg }
            : { recoveryCodes },
      }),
    );
    await page.goto("/settings/security");
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(page.getByText("Type the six digits.")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Code", { exact: true }).fill("123456");
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
    await expectAccessible(page);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save as a file" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("watchbell-recovery-codes.txt");
    await page.getByRole("button", { name: "I have kept them" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
  });
}

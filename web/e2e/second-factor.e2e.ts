import type { Page } from "@playwright/test";
import { totpCode } from "../../server/test/totp-code.ts";
import { expect, expectAccessible, test, type Watchbell, withoutComplaints } from "./fixtures.ts";
import { callAs, OWNER, signInAsOwner } from "./sign-in-really.ts";

const REFUSED = /Failed to load resource/;

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

/** A security key that says yes to everything. */
async function addAuthenticator(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  const yes = {
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const options = { protocol: "ctap2", transport: "internal", ...yes } as const;
  await devTools.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** Begins to add a passkey; gives the address where it is good, as one belongs to a name and an address of numbers has none. */
async function beginPasskey(page: Page, watchbell: Watchbell): Promise<string> {
  const url = watchbell.url.replace("127.0.0.1", "localhost");
  await addAuthenticator(page);
  await signInAsOwner(page, { ...watchbell, url });
  await page.goto(`${url}/settings/security`);
  await page.getByRole("button", { name: "Add passkey" }).click();
  return url;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`an authenticator app is set up, asked for, lost and turned off (${colorScheme})`, async ({
    page,
    watchbell,
    complaints,
  }, info) => {
    info.setTimeout(60_000);
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    await page.goto("/settings/security");
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
    await page.getByText("Cannot scan it?").click();
    const secret = (await page.getByText(/^[A-Z2-7]{16,}$/).textContent()) ?? "";
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(page.getByText("Type the six digits.")).toBeVisible();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(page.getByText(/is wrong, or was used already/)).toBeVisible();
    await expectAccessible(page);
    // The code before the one of now is still taken, and leaves the one of now for the log-in. It must not get older meanwhile.
    await expect.poll(() => Date.now() % 30_000, { timeout: 10_000 }).toBeLessThan(25_000);
    await page.getByLabel("Code", { exact: true }).fill(totpCode(secret, Date.now() - 30_000));
    await page.getByRole("button", { name: "Turn on" }).click();
    const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await expect(codes).toHaveCount(10);
    await expectAccessible(page);
    const [recoveryCode = ""] = await codes.allTextContents();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save as a file" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("watchbell-recovery-codes.txt");
    await page.getByRole("button", { name: "I have kept them" }).click();
    await expect(page.getByText("10 left")).toBeVisible();
    await expectAccessible(page);

    await callAs(page, "DELETE", "/session");
    await page.goto("/topics");
    await logIn(page);
    await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
    await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
    await page.getByLabel("Code", { exact: true }).fill("000 000");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/is wrong, or was used already/)).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Code", { exact: true }).fill(totpCode(secret, Date.now()));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/topics$/);

    await callAs(page, "DELETE", "/session");
    await page.goto("/settings/security");
    await logIn(page);
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(recoveryCode.toUpperCase());
    await page.keyboard.press("Enter");
    await expect(page.getByText("9 left")).toBeVisible();
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByRole("dialog").getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
    await expect(page.getByText("The authenticator app is off.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
    withoutComplaints(complaints, REFUSED);
  });
}

test("a passkey is added, with an app beside it, asked for after the password, and lets one in alone", async ({
  page,
  watchbell,
  complaints,
}) => {
  const url = await beginPasskey(page, watchbell);
  await expectAccessible(page);
  await page.getByLabel("Name").fill("This laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("button", { name: "Remove This laptop" })).toBeVisible();
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByText("Cannot scan it?").click();
  const secret = (await page.getByText(/^[A-Z2-7]{16,}$/).textContent()) ?? "";
  await page.getByLabel("Code", { exact: true }).fill(totpCode(secret, Date.now()));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("They take the place of those that you have kept before")).toBeVisible();
  await page.mouse.click(5, 5);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();

  await callAs(page, "DELETE", "/session");
  await page.goto(`${url}/topics`);
  await logIn(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(/\/topics$/);

  await callAs(page, "DELETE", "/session");
  await page.goto(`${url}/settings/security`);
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await expect(page.getByText("used just now")).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

test("after a while the password is asked for once more before a passkey is removed", async ({
  page,
  watchbell,
  complaints,
}) => {
  await beginPasskey(page, watchbell);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  // What the server says when the log-in is no longer fresh.
  const refusal = { error: { code: "wrong_password", message: "Type it.", field: "password" } };
  await page.route("**/api/v1/account/passkeys/*", (route) =>
    route.request().postDataJSON()?.password === undefined
      ? route.fulfill({ status: 403, json: refusal })
      : route.continue(),
  );
  await page.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Your password, once more" });
  await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("None yet.")).toBeVisible();
  await expect(dialog).toBeHidden();
  withoutComplaints(complaints, REFUSED);
});

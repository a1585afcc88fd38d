import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { callAs, OWNER, signInAsOwner } from "./sign-in-really.ts";

const REFUSED = /Failed to load resource/;

async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: OWNER.email }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

/** A monitor that is half described. */
async function typeMonitor(page: Page): Promise<void> {
  await page.goto("/monitors/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly backup");
}

/** The page as it was left, ready to be saved. */
async function saveMonitor(page: Page): Promise<void> {
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Nightly backup");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Nightly backup", level: 1 })).toBeVisible();
}

test("what is changed in one tab shows in the other, and both are logged out and in together", async ({
  page,
  watchbell,
  context,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  const other = await context.newPage();
  await other.goto("/monitors");
  await expect(other.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  await typeMonitor(page);
  await saveMonitor(page);
  await expect(other.getByRole("link", { name: "Nightly backup" })).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(other.getByRole("row", { name: "Nightly backup" })).toContainText("Paused");

  await logOut(page);
  await expect(other.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expect(other.getByText("Nightly backup")).toBeHidden();
  await logIn(page);
  await expect(page.getByRole("heading", { name: "Monitors" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Nightly backup" })).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a session that ends keeps what was typed, and goes on after the log-in (${colorScheme})`, async ({
    page,
    watchbell,
    context,
    complaints,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    await typeMonitor(page);
    await context.clearCookies();
    await page.getByRole("button", { name: "Create monitor" }).click();
    const cover = page.getByRole("dialog", { name: "Log in again" });
    await expect(cover).toContainText(`log in as ${OWNER.email} and go on`);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await cover.getByLabel("Password", { exact: true }).fill("not the password");
    await cover.getByRole("button", { name: "Log in" }).click();
    await expect(cover.getByRole("alert")).toContainText("is wrong");
    await cover.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.keyboard.press("Enter");
    await saveMonitor(page);
    withoutComplaints(complaints, REFUSED);
  });
}

test("a log-out in one tab covers what is half typed in the other, until there is a log-in in any of them", async ({
  page,
  watchbell,
  context,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  await typeMonitor(page);
  const other = await context.newPage();
  await other.goto("/monitors");
  await logOut(other);
  const cover = page.getByRole("dialog", { name: "Log in again" });
  await expect(cover).toBeVisible();
  const opened = context.waitForEvent("page");
  await cover.getByRole("link", { name: "Log in in another tab" }).click();
  await logIn(await opened);
  await saveMonitor(page);
  withoutComplaints(complaints, REFUSED);
});

test("whoever logs in as somebody else finds nothing of the one before", async ({
  page,
  watchbell,
  context,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  const { url } = await callAs<{ url: string }>(page, "POST", "/invites", { data: { role: "read-only" } });
  await typeMonitor(page);
  page.on("dialog", (dialog) => void dialog.accept());
  const other = await context.newPage();
  await other.goto("/monitors");
  await logOut(other);
  await expect(page.getByRole("dialog", { name: "Log in again" })).toBeVisible();
  const data = { email: "ann@example.org", password: "a boat under the bridge" };
  const invite = new URL(url).searchParams.get("token");
  await callAs(other, "POST", "/accounts", { data: { ...data, invite } });
  await other.reload();
  await expect(page.getByRole("heading", { name: "Monitors" })).toBeVisible();
  await expect(page.getByRole("button", { name: "ann@example.org" })).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

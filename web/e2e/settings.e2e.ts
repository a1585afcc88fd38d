import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { signInAsOwner } from "./sign-in-really.ts";

const PAGES = [
  ["/settings/project", "Project"],
  ["/settings/members", "Members"],
  ["/settings/keys", "API keys"],
  ["/settings/status-page", "Status page"],
  ["/settings/history", "History"],
  ["/settings/instance", "Sign-up"],
] as const;

async function nothingIsHardToRead(page: Page): Promise<void> {
  for (const [path, title] of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await expectAccessible(page);
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing in the settings is hard to read (${colorScheme})`, async ({ page, watchbell }) => {
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    await nothingIsHardToRead(page);
  });
}

test("the settings fit a phone", async ({ page, watchbell }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAsOwner(page, watchbell);
  await watchbell.call("POST", "/monitors", { name: "x".repeat(100), tags: ["y".repeat(100)] });
  for (const [path, title] of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390);
  }
});

test("a project is renamed, and a bad name loses nothing that was typed", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/project");
  await page.getByLabel("Name").fill("  ");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Give the project a name.")).toBeVisible();
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Berlin");
  await page.getByRole("option", { name: "Europe/Berlin" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Shop", { exact: true }).first()).toBeVisible();
  await page.goto("/settings/history?kind=project-changed");
  await expect(page.getByRole("row", { name: /settings were changed/ }).first()).toContainText("Kim");
  await expect(page.getByRole("row", { name: /settings were changed/ }).first()).toContainText("127.0.0.1");
});

test("the history is narrowed down to one topic", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  for (const name of ["day", "night"]) {
    const integrations = [{ name: "log", provider: "log", credentials: {} }];
    await watchbell.call("PUT", `/channels/ops/topics/${name}`, { integrations });
  }
  await page.goto("/settings/history");
  await expect(page.getByRole("row", { name: /ops\+day/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Topic" }).fill("night");
  await page.getByRole("option", { name: "ops+night" }).click();
  await expect(page.getByRole("row", { name: /ops\+night/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /ops\+day/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Open the topic" }).click();
  await page.getByRole("link", { name: "All of it" }).click();
  await expect(page.getByRole("combobox", { name: "Topic" })).toHaveValue("ops+night");
  await expect(page.getByRole("row", { name: /ops\+night/ })).toBeVisible();
});

test("a project is deleted by whoever types its name", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  const made = await page.request.post(`${watchbell.url}/api/v1/projects`, {
    data: { name: "Attic" },
    headers: { Origin: watchbell.url },
  });
  expect(made.status()).toBe(201);
  const { id } = (await made.json()) as { readonly id: string };
  await page.addInitScript((projectId) => window.sessionStorage.setItem("watchbell.project", projectId), id);
  await page.goto("/settings/project");
  await page.getByRole("button", { name: "Delete project" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Attic?" });
  await dialog.getByLabel("Type its name").fill("attic");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByText("This is not the name of the project.")).toBeVisible();
  await dialog.getByLabel("Type its name").fill("Attic");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page).toHaveURL(/\/monitors$/);
  await expect(page.getByText("Attic was deleted.")).toBeVisible();
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
});

test("somebody is invited to look, and finds no button that would be refused", async ({ page, browser, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/members");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("E-mail").fill("ann@example.org");
  await page.getByLabel("Read-only").check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = (await page.getByTitle(/\/invite\?token=/).textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText("ann@example.org")).toBeVisible();

  const guest = await browser.newContext({ baseURL: watchbell.url });
  const invite = new URL(link).searchParams.get("token");
  const joined = await guest.request.post("/api/v1/accounts", {
    data: { email: "ann@example.org", password: "another lantern in the fog", name: "Ann", invite },
    headers: { Origin: watchbell.url },
  });
  expect(joined.status()).toBe(201);
  await page.reload();
  await expect(page.getByLabel("Role of Ann")).toHaveValue("read-only");

  const { projects } = (await (await guest.request.get("/api/v1/session")).json()) as {
    readonly projects: readonly { readonly id: string; readonly role: string }[];
  };
  const projectId = projects.find(({ role }) => role === "read-only")?.id ?? "";
  const guestPage = await guest.newPage();
  await guestPage.addInitScript((id) => window.sessionStorage.setItem("watchbell.project", id), projectId);
  for (const [path, title] of PAGES) {
    await guestPage.goto(path);
    await expect(guestPage.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(guestPage.getByRole("status", { name: "Loading" })).toHaveCount(0);
    const buttons = guestPage
      .getByRole("main")
      .getByRole("button", { name: /save|delete|invite|new|revoke|remove|rotate|add/i });
    await expect(buttons, path).toHaveCount(0);
  }
  await guest.close();

  await page.getByLabel("Role of Ann").selectOption("Manager");
  await page.getByRole("button", { name: "Change the role" }).click();
  await expect(page.getByText("Ann is manager now.")).toBeVisible();
  await page.getByRole("button", { name: "Remove Ann" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByLabel("Role of Ann")).toBeHidden();
});

test("a dialog asks before it loses what was typed, and only then", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/keys");
  const dialog = page.getByRole("dialog", { name: "New key" });
  await page.getByRole("button", { name: "New key" }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  const opener = page.getByRole("button", { name: "New key" });
  await expect(opener).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("the backup server");
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert").filter({ hasText: "will be lost" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("the backup server");
  await page.mouse.click(5, 5);
  await dialog.getByRole("alert").getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "New key" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("");
});

test("a key is made, its value shown once, and revoked; a ping key is looked up again", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("the backup server");
  await page.getByLabel("Read", { exact: true }).check();
  await page.getByRole("button", { name: "Make key" }).click();
  const value = (await page.getByTitle(/^wbr_/).textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have copied it" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "the backup server" });
  await expect(row).toContainText("never used");
  await expect(row.getByRole("button", { name: "Show" })).toHaveCount(0);
  const read = await fetch(`${watchbell.url}/api/v1/keys`, { headers: { "X-Api-Key": value } });
  expect(read.status).toBe(200);
  await row.getByRole("button", { name: "Revoke the backup server" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Show first ping key" }).click();
  await expect(page.getByRole("dialog", { name: "first ping key" }).locator("code")).toHaveText(/\S{20,}/);
});

test("the status page is arranged by keyboard, switched on, and is what everybody then sees", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  for (const name of ["Website", "Checkout"]) await watchbell.call("POST", "/monitors", { name });
  await page.goto("/settings/status-page");
  await page.getByRole("button", { name: "Add a group" }).click();
  await page.getByLabel("Heading").fill("For customers");
  for (const name of ["Website", "Checkout"]) {
    await page.getByRole("combobox", { name: "Add a monitor" }).fill(name);
    await page.getByRole("option", { name }).click();
  }
  await page.getByRole("button", { name: "Move Checkout" }).press("ArrowUp");
  await expect(page.getByText("Checkout is number 1 of 2 in For customers.")).toBeAttached();
  await expect(page.getByRole("button", { name: "Move Checkout" })).toBeFocused();
  await page.getByLabel("What strangers read for Website").fill("Our site");
  await page.getByLabel("Show the page to everybody").check();
  await page.getByLabel("Address").fill("Not A Slug");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/may hold only small letters/)).toBeVisible();
  await page.getByLabel("Address").fill("acme");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Seen by everybody")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the page" })).toHaveAttribute("href", "/status/acme");
  const shown = await (await fetch(`${watchbell.url}/status/acme`)).text();
  expect(shown.indexOf("Checkout")).toBeGreaterThan(0);
  expect(shown.indexOf("Our site")).toBeGreaterThan(shown.indexOf("Checkout"));
  withoutComplaints(complaints, /400 \(Bad Request\)/);
});

test("a monitor of the status page is dragged to its place", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  const { id: website } = await watchbell.call<{ id: string }>("POST", "/monitors", { name: "Website" });
  const { id: checkout } = await watchbell.call<{ id: string }>("POST", "/monitors", { name: "Checkout" });
  const groups = [{ name: null, monitors: [{ monitor: website }, { monitor: checkout }] }];
  await watchbell.call("PUT", "/status-page", { slug: "acme", title: "Acme", groups });
  await page.goto("/settings/status-page");
  const handles = page.getByRole("button", { name: /^Move (Website|Checkout)/ });
  await expect(handles).toHaveText([/^$/, /^$/]);
  await page.getByRole("button", { name: "Move Website" }).hover();
  await page.mouse.down();
  await page.getByText("Checkout", { exact: true }).first().hover();
  await page.mouse.up();
  await expect(handles.first()).toHaveAccessibleName(/Checkout/);
});

test("the badges are listed, ready to be pasted", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/status-page");
  const row = page.getByRole("listitem").filter({ hasText: "The whole project" });
  await expect(row.getByRole("img")).toBeVisible();
  await page.getByLabel("Copy as").selectOption("HTML");
  await expect(row.locator("code")).toHaveText(/^<img src=".*\/badge\/.*\.svg" alt="The whole project">$/);
});

test("the operator opens sign-up to anybody", async ({ page, watchbell }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/instance");
  await page.getByLabel("Anybody who reaches this server").check();
  await expect(page.getByText("Saved.")).toBeVisible();
  const session = (await (await fetch(`${watchbell.url}/api/v1/session`)).json()) as { readonly signUp: string };
  expect(session.signUp).toBe("open");
});

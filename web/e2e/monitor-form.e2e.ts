import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Watchbell, withoutComplaints } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly topics: readonly string[];
  readonly schedule: unknown;
  readonly probe: unknown;
}

async function openForm(page: Page, watchbell: Watchbell, path = "/monitors/new"): Promise<void> {
  await signInByStandIn(page, watchbell);
  await page.goto(path);
  await page.getByLabel("Name", { exact: true }).waitFor();
}

async function named(watchbell: Watchbell, name: string): Promise<Shown | undefined> {
  const { monitors } = await watchbell.call<{ monitors: readonly Shown[] }>("GET", "/monitors");
  return monitors.find((monitor) => monitor.name === name);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`what is folded away in the form can be read and reached (${colorScheme})`, async ({ page, watchbell }) => {
    await page.emulateMedia({ colorScheme });
    await openForm(page, watchbell);
    for (const fold of ["Down and up", "Working time", "Filters", "More"]) {
      await page.locator("summary").filter({ hasText: fold }).click();
    }
    await page.getByLabel("Only working time counts").check();
    await page.getByLabel("The body decides").check();
    await expect(page.getByRole("list", { name: "Next dates" }).getByRole("listitem")).toHaveCount(5);
    await expectAccessible(page);
  });
}

test("a heartbeat is made with a name alone", async ({ page, watchbell }) => {
  await openForm(page, watchbell);
  await page.getByLabel("Name", { exact: true }).fill("Backup");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Backup" })).toBeVisible();
  expect(await named(watchbell, "Backup")).toMatchObject({
    topics: ["default+alerts"],
    schedule: { type: "period", periodSeconds: 86_400, graceSeconds: 3_600 },
  });
});

test("a crontab line is read aloud while it is typed, and its exact fault is told", async ({
  page,
  watchbell,
  complaints,
}) => {
  await openForm(page, watchbell);
  await page.getByText("Crontab line").click();
  const line = page.getByRole("textbox", { name: "Crontab line" });
  await line.fill("30 2 * * mon");
  await expect(page.getByText("at 02:30 on Monday", { exact: false })).toBeVisible();
  await expect(page.getByRole("list", { name: "Next dates" })).toContainText("02:30:00");
  await line.fill("61 2 * * *");
  await expect(page.getByText(/61/).last()).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Backup");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(line).toHaveAttribute("aria-invalid", "true");
  await expect(line).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Backup");
  await line.fill("30 2 * * *");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Backup" })).toBeVisible();
  withoutComplaints(complaints, /400 \(Bad Request\)/);
});

test("a probe is made with its conditions on a phone, and what is missing is said at its field", async ({
  page,
  watchbell,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openForm(page, watchbell);
  await page.getByText("Web page or API").click();
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByText("Say what to look at.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill("Shop");
  await page.getByRole("textbox", { name: "Address" }).fill(`${watchbell.url}/health`);
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByLabel("Condition 1", { exact: true }).selectOption("json");
  await page.getByLabel("Path").fill("db.status");
  await page.getByLabel("Value").fill("ok");
  await page.getByLabel("Tags").click();
  await page.keyboard.type("prod web");
  await page.keyboard.press("Tab");
  await page.locator("summary").filter({ hasText: "The request" }).click();
  await page.getByLabel("Log-in").selectOption("basic");
  await page.getByLabel("User name").fill("ann");
  await page.getByLabel("Password").fill("secret");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create monitor" }).click();
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  const { id = "", ...shop } = (await named(watchbell, "Shop")) ?? {};
  expect(shop).toMatchObject({
    tags: ["prod", "web"],
    schedule: { periodSeconds: 60 },
    probe: {
      type: "http",
      auth: { type: "basic", credentialsSet: ["username", "password"] },
      conditions: [{ type: "json", path: "db.status", op: "==", value: "ok" }],
    },
  });
  await page.goto(`/monitors/${id}/edit`);
  await page.getByLabel("Name", { exact: true }).fill("Shop front");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Shop front", exact: true })).toBeVisible();
  expect((await named(watchbell, "Shop front"))?.probe).toMatchObject({
    auth: { credentialsSet: ["username", "password"] },
  });
});

test("a save that fails loses nothing, and leaving with changes asks first", async ({
  page,
  watchbell,
  complaints,
}) => {
  await openForm(page, watchbell);
  await page.getByLabel("Name", { exact: true }).fill("Backup");
  await page.route("**/api/v1/monitors", (route) => route.abort());
  const create = page.getByRole("button", { name: "Create monitor" });
  await create.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" }).first()).toBeVisible();
  await expect(create).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Backup");
  const questions: string[] = [];
  page.once("dialog", (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect.poll(() => questions).toHaveLength(1);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Backup");
  withoutComplaints(complaints, /Failed to load resource/);
});

test("a service is added in its own words, shows its id, key and line, and its first check-in as it comes", async ({
  page,
  watchbell,
}) => {
  await openForm(page, watchbell, "/add-service");
  await page.getByLabel("Name", { exact: true }).fill("Fax");
  await page.getByLabel("Interval", { exact: true }).fill("0");
  await page.getByRole("button", { name: "Add service" }).click();
  await expect(page.getByText("Give a whole number from 1 on.")).toBeVisible();
  await page.getByLabel("Interval", { exact: true }).fill("2");
  await page.getByLabel("Unit of the interval").selectOption("hours");
  await page.getByLabel("Threshold").fill("1");
  await expect(page.getByText("It is dead 4 h after its last check-in.")).toBeVisible();
  await page.getByRole("button", { name: "Add service" }).click();
  await expect(page.getByText("every 2 hours, 1 may be missed")).toBeVisible();
  await expect(page.getByText("Unknown", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const line = (await page.getByRole("region", { name: "the curl line" }).textContent()) ?? "";
  const [, key = "", address = ""] = /x-api-key: (\S+)' '(\S+)'/.exec(line) ?? [];
  const path = new URL(address).pathname;
  expect((await fetch(watchbell.url + path, { headers: { "x-api-key": key } })).status).toBe(204);
  await expect(page.getByText("Ok", { exact: true })).toBeVisible();
  await expect(page.getByText(/It checked in/)).toBeVisible();
  await page.goto("/monitors?kind=service");
  await expect(page.getByRole("row", { name: "Fax" })).toContainText("Ok");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("link", { name: "Fax" }).click();
  await expect(page.getByRole("region", { name: "the curl line" })).toContainText(key);
  await expect(page.getByRole("region", { name: "How it stands" })).toContainText("Ok for");
  await expect(page.getByRole("listitem").filter({ hasText: "Unknown → Ok" })).toBeVisible();
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(width).toBe(inner);
});

test("the longest topic and tags leave the form inside the window", async ({ page, watchbell }) => {
  const topic = `${"c".repeat(100)}+${"t".repeat(100)}`;
  await watchbell.call("PUT", `/channels/${topic.replace("+", "/topics/")}`, { integrations: [] });
  const body = { name: "x".repeat(100), tags: ["y".repeat(100)], topics: [topic] };
  const { id } = await watchbell.call<Shown>("POST", "/monitors", body);
  await openForm(page, watchbell, `/monitors/${id}/edit`);
  await expect(page.getByText(topic)).toBeVisible();
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});

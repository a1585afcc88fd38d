import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Watchbell } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";
import { signInAsOwner } from "./sign-in-really.ts";

interface Made {
  readonly id: string;
}

/** Makes monitors of these names, and opens the list. */
async function openList(page: Page, watchbell: Watchbell, names: readonly string[], path = "/monitors") {
  await signInByStandIn(page, watchbell);
  const made: Made[] = [];
  for (const name of names) made.push(await watchbell.call<Made>("POST", "/monitors", { name }));
  await page.goto(path);
  await expect(page.getByRole("link", { name: names[0] ?? "", exact: true })).toBeVisible();
  return made.map(({ id }) => id);
}

const namesOf = (page: Page) => page.getByRole("table").locator("tbody tr[data-id] a").allTextContents();
const exists = async ({ url, call }: Watchbell, id: string): Promise<boolean> =>
  url !== "" && (await call<{ monitors: Made[] }>("GET", "/monitors/rows")).monitors.some((row) => row.id === id);

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`the list tells of each monitor all that matters, and axe finds nothing (${colorScheme}, ${width})`, async ({
      page,
      watchbell,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await signInByStandIn(page, watchbell);
      const schedule = { type: "cron", expression: "30 2 * * *", timezone: "Europe/Berlin" };
      const { id } = await watchbell.call<Made>("POST", "/monitors", { name: "Backup", tags: ["db"], schedule });
      await fetch(`${watchbell.url}/ping/${id}/start`);
      await fetch(`${watchbell.url}/ping/${id}`);
      await fetch(`${watchbell.url}/ping/${id}/fail`);
      const service = { name: "Fax", interval: { every: 1, unit: "days" } };
      await watchbell.call("POST", "/services", service);
      await page.goto("/monitors");
      const row = page.getByRole("row", { name: "Backup" });
      await expect(row).toContainText("Down");
      await expect(row).toContainText("db");
      await expect(row).toContainText("at 02:30 every day");
      await expect(row).toContainText("default+alerts");
      await expect(row.getByRole("slider", { name: "Last results of Backup" })).toHaveAttribute(
        "aria-valuetext",
        /^Failure at /,
      );
      await expect(page.getByRole("row", { name: "Fax" })).toContainText("Unknown");
      await expectAccessible(page);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(tooWide).toBe(false);
    });
  }
}

test("the last results are told one by one, to the pointer and to the arrow keys", async ({ page, watchbell }) => {
  const [id] = await openList(page, watchbell, ["Backup"]);
  await fetch(`${watchbell.url}/ping/${id}`);
  await fetch(`${watchbell.url}/ping/${id}/fail`);
  const bar = page.getByRole("slider", { name: "Last results of Backup" });
  await expect(bar).toHaveAttribute("aria-valuemax", "2");
  await page.getByRole("link", { name: "Backup" }).focus();
  await page.keyboard.press("Tab");
  await expect(bar).toBeFocused();
  await expect(bar).toContainText("Failure at");
  await page.keyboard.press("ArrowLeft");
  await expect(bar).toContainText("Success at");
  await page.keyboard.press("Escape");
  await expect(bar)
    .toBeEmpty({ timeout: 1_000 })
    .catch(() => expect(bar).not.toContainText("Success"));
});

test("filters and sorting stand in the address: a reload and the way back keep them", async ({ page, watchbell }) => {
  const [backup] = await openList(page, watchbell, ["Backup", "Shop", "Shop 42"]);
  await watchbell.call("POST", "/monitors/batch", { ids: [backup], action: "add-tags", tags: ["db"] });
  await fetch(`${watchbell.url}/ping/${backup}/fail`);
  await page.getByRole("button", { name: "Down 1" }).click();
  await expect.poll(() => namesOf(page)).toEqual(["Backup"]);
  await page.getByRole("combobox", { name: "Tags" }).click();
  await page.getByRole("option", { name: "db" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect.poll(() => namesOf(page)).toEqual(["Backup"]);
  expect(new URL(page.url()).search).toBe("?status=down&tag=db");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("42");
  await expect.poll(() => namesOf(page)).toEqual(["Shop 42"]);
  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue("42");
  await page.getByRole("searchbox").fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No monitor fits" })).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: "Name" }).click();
  await expect.poll(() => namesOf(page)).toEqual(["Shop 42", "Shop", "My first heartbeat", "Backup"]);
  expect(new URL(page.url()).search).toContain("descending=true");
});

test("every column sorts", async ({ page, watchbell }) => {
  await page.setViewportSize({ width: 1800, height: 900 });
  await openList(page, watchbell, ["Backup", "Shop"]);
  const heads = ["Status", "Tags", "Schedule", "Last ping", "Down in", "Took", "Last 30 results", "Topics", "Name"];
  expect((await page.getByRole("columnheader").allTextContents()).filter((head) => head !== "All").sort()).toEqual(
    heads.toSorted(),
  );
  for (const head of heads) {
    await page.getByRole("button", { name: head, exact: true }).click();
    await expect(page.getByRole("columnheader", { name: head })).toHaveAttribute("aria-sort", "ascending");
  }
});

test("many are selected, paused, resumed and tagged", async ({ page, watchbell }) => {
  await openList(page, watchbell, ["Backup", "Shop"]);
  await page.getByRole("checkbox", { name: "Select Backup" }).check();
  await page.getByRole("checkbox", { name: "Select Shop" }).check();
  const bar = page.getByRole("region", { name: "Selected monitors" });
  await expect(bar).toContainText("2 selected");
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("2 monitors are paused.")).toBeVisible();
  await expect(page.getByRole("row", { name: "Backup" })).toContainText("Paused");
  await bar.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("row", { name: "Shop" })).toContainText("New");
  await bar.getByRole("button", { name: "Tags" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of 2 monitors" });
  await dialog.getByLabel("Add").click();
  await page.keyboard.type("prod db");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: "Shop" })).toContainText("proddb");
});

async function deleteByHand(page: Page, name: string): Promise<void> {
  await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name })).toBeHidden();
}

test("deleting can be taken back; then it is done", async ({ page, watchbell }) => {
  const [backup = ""] = await openList(page, watchbell, ["Backup"]);
  await deleteByHand(page, "Backup");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Backup" })).toBeVisible();
  expect(await exists(watchbell, backup)).toBe(true);
  await deleteByHand(page, "Backup");
  // Toasts hide their buttons from screen readers until F6 leads there.
  await page.getByLabel("Close").first().click();
  await expect.poll(() => exists(watchbell, backup)).toBe(false);
});

test("what is being deleted is deleted when the page is left before", async ({ page, watchbell }) => {
  // Nothing may stand between page and server: requests that outlive their page pass by a stand-in.
  await signInAsOwner(page, watchbell);
  const { id } = await watchbell.call<Made>("POST", "/monitors", { name: "Backup" });
  await page.goto("/monitors");
  await deleteByHand(page, "Backup");
  expect(await exists(watchbell, id)).toBe(true);
  await page.goto("about:blank");
  await expect.poll(() => exists(watchbell, id)).toBe(false);
});

test("keys lead through the list", async ({ page, watchbell }) => {
  await openList(page, watchbell, ["Backup", "Shop"]);
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Backup" })).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("checkbox", { name: "Select Backup" })).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Shop" })).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("checkbox", { name: "Select Backup" })).not.toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "My first heartbeat" })).toBeVisible();
  await page.goBack();
  await page.getByRole("heading", { name: "Monitors" }).waitFor();
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { name: "New monitor" })).toBeVisible();
});

test("who may only read has no buttons that would be refused", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell, "read-only");
  await page.goto("/monitors");
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New monitor" })).toHaveCount(0);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});

import { expect, expectAccessible, test } from "./fixtures.ts";
import { stageOutbox, tellOutage } from "./outbox-stage.ts";
import { signInByStandIn } from "./sign-in.ts";

test("messages are narrowed in the address, and dead ones stand out", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await using _stage = await stageOutbox(watchbell);
  const { id } = await tellOutage(watchbell, "Nightly backup", ["dead", "delivered"]);
  await tellOutage(watchbell, "Invoices", ["dead", "delivered"]);
  await page.goto("/messages");
  await expect(page.getByText("messages were given up and are dead.")).toBeVisible();
  await page.getByRole("link", { name: "Show them" }).click();
  await expect(page).toHaveURL(/status=dead/);
  await expect(page.getByRole("row", { name: "delivered" })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Monitor" }).fill("Night");
  await page.getByRole("option", { name: "Nightly backup" }).click();
  await expect(page).toHaveURL(new RegExp(`monitor=${id}`));
  await expect(page.getByRole("row", { name: /Down: Invoices/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("row", { name: /Down: Nightly backup/ }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Down: Invoices/ })).toHaveCount(0);
  await page.getByLabel("Event").selectOption("Test");
  await expect(page.getByText("No message fits")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(page.getByRole("row", { name: /Down: Invoices/ }).first()).toBeVisible();
});

test("dead messages go out again: one, those that are ticked, and all that fit", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  for (const name of ["One", "Two", "Three", "Four"]) await tellOutage(watchbell, name, ["dead", "delivered"]);
  stage.sink.behave((_, response) => response.end("at last"));
  await page.goto("/messages?status=dead");
  await page.getByRole("link", { name: "Down: Four" }).click();
  await expect(page.getByRole("heading", { name: "Attempt 1: Refused" })).toBeVisible();
  await expect(page.getByText("The target refused the request itself: it answered 422.")).toBeVisible();
  await expect(page.getByText("422 no: ***")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send it again" }).click();
  await expect(page.getByRole("heading", { name: "Attempt 2: Delivered" })).toBeVisible();
  await expect(page.getByText("200 at last")).toBeVisible();

  await page.goto("/messages?event=down");
  const rows = page.getByRole("row").filter({ hasText: "Dead" }).filter({ hasText: "picky" });
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: "Down: Three" }).getByRole("checkbox").check();
  await page.getByRole("row").filter({ hasText: "good" }).first().getByRole("checkbox").check();
  await expect(page.getByText("2 chosen, 1 of them dead")).toBeVisible();
  await page.getByRole("button", { name: "Send 1 again" }).click();
  await expect(rows).toHaveCount(2);

  await page.goto("/messages?status=dead&topic=shop%2Borders");
  await page.getByRole("button", { name: "Send all again" }).click();
  await expect(page.getByRole("dialog", { name: /^Send all/ })).toContainText(
    "Every dead message that the filters let through",
  );
  await page
    .getByRole("dialog", { name: /^Send all/ })
    .getByRole("button", { name: "Send all again" })
    .click();
  await expect(page.getByText(/messages are sent again/)).toBeVisible();
  await expect(page.getByText("No message fits")).toBeVisible();
});

test("a message says why it waits, and to whom else the same went", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await using _stage = await stageOutbox(watchbell);
  await tellOutage(watchbell, "Nightly backup", ["dead", "delivered"]);
  await tellOutage(watchbell, "Invoices", ["dead", "delivered"]);
  await page.goto("/messages?status=waiting");
  await page.getByRole("row").filter({ hasText: "gone" }).getByRole("link", { name: "Down: Invoices" }).click();
  await expect(page.getByText("It waits for its integration:")).toContainText("Suspended");
  await expect(page.getByText("A test that arrives, or new credentials, bring it back.")).toBeVisible();
  await expect(page.getByText("Invoices is DOWN")).toBeVisible();
  await page.getByRole("link", { name: "good" }).click();
  await expect(page.getByRole("heading", { name: "Attempt 1: Delivered" })).toBeVisible();
  await page.getByRole("link", { name: "shop+orders" }).click();
  await expect(page.getByRole("heading", { name: "shop+orders" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`messages are easy to read, also on a phone (${colorScheme})`, async ({ page, watchbell }) => {
    await page.emulateMedia({ colorScheme });
    await signInByStandIn(page, watchbell);
    await page.goto("/messages");
    await expect(page.getByText("Nothing has been sent yet")).toBeVisible();
    await using _stage = await stageOutbox(watchbell);
    await tellOutage(watchbell, "x".repeat(100), ["dead", "delivered"]);
    await expect(page.getByRole("row", { name: /Down: x/ }).first()).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(page.getByLabel("Status")).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
}

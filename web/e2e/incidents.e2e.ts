import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`an outage is acknowledged, noted and told in order, live to its end (${colorScheme})`, async ({
    page,
    watchbell,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInByStandIn(page, watchbell);
    await page.goto("/incidents");
    await expect(page.getByRole("heading", { name: "Nothing has been down" })).toBeVisible();
    const { id } = await watchbell.call<{ id: string }>("POST", "/monitors", { name: "Nightly backup" });
    await fetch(`${watchbell.url}/ping/${id}/fail`, { method: "POST", body: "exit 2" });
    const row = page.getByRole("row", { name: "Nightly backup" });
    await expect(row).toContainText("Open");
    await expectAccessible(page);
    await row.getByRole("button", { name: "Acknowledge" }).click();
    await expect(row).toContainText("by first write key");

    await page.getByRole("link", { name: "Nightly backup" }).click();
    await expect(page.getByRole("heading", { name: "Nightly backup", level: 1 })).toBeVisible();
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("Write down what you found or did.")).toBeVisible();
    await page.getByLabel("Note").fill("The disk was full.\nCleaned it.");
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("The disk was full.")).toBeVisible();
    await expect(page.getByLabel("Note")).toHaveValue("");
    const days = page.getByRole("group", { name: "Day by day" });
    await expect(days.getByRole("button", { name: /down in 1 outage$/ })).toHaveCount(1);
    await expectAccessible(page);

    await fetch(`${watchbell.url}/ping/${id}`);
    await expect(page.getByText("Over", { exact: true })).toBeVisible();
    await expect(page.getByText("Told that it is up again")).toBeVisible();
    await expect(
      page
        .getByRole("main")
        .getByRole("listitem")
        .getByText(/^(It|first|Told)/),
    ).toHaveText([
      "It went down",
      "Told that it is down",
      "first write key acknowledged it",
      "first write key noted",
      "It ended",
      "Told that it is up again",
    ]);
    await expect(page.getByRole("link", { name: "log" }).first()).toHaveAttribute("href", /\/messages\/[0-9a-f-]{36}$/);
  });
}

test("incidents are filtered by state and by monitor, and the address keeps it", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  for (const name of ["Backup", "Invoices"]) {
    const { id } = await watchbell.call<{ id: string }>("POST", "/monitors", { name });
    await fetch(`${watchbell.url}/ping/${id}/fail`);
    if (name === "Backup") await fetch(`${watchbell.url}/ping/${id}`);
  }
  await page.goto("/incidents");
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByLabel("State").selectOption("Over");
  await expect(page).toHaveURL(/state=closed/);
  await expect(page.getByRole("link", { name: "Invoices" })).toBeHidden();
  await page.getByRole("combobox", { name: "Monitor" }).fill("Inv");
  await page.getByRole("option", { name: "Invoices" }).click();
  await expect(page.getByRole("heading", { name: "No incident fits" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Uptime" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Monitor" })).toHaveValue("Invoices");
  await page.getByRole("button", { name: "Show all incidents" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
});

test("an incident that is not there says so, and leads to those that are", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  await page.goto("/incidents/999");
  await expect(page.getByRole("heading", { name: "There is no such incident" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the incidents" }).click();
  await expect(page.getByRole("heading", { name: "Incidents" })).toBeVisible();
  withoutComplaints(complaints, /404 \(Not Found\)/);
});

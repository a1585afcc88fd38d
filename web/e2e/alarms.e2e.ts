import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`another system is let in, its alarm shows live, and is resolved by hand (${colorScheme})`, async ({
    page,
    watchbell,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInByStandIn(page, watchbell);
    await page.goto("/alarms");
    await expect(page.getByRole("heading", { name: "No alarm fires" })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("tab", { name: "Alarm tokens" }).click();
    await page.getByRole("link", { name: "New alarm token" }).click();
    await page.getByLabel("Name (optional)").fill("our cron");
    await page.getByText("Mapping of a foreign body").click();
    await page.getByLabel("Title").fill("rule.name");
    await page.getByLabel("What their states mean").fill("BAD");
    await page.getByRole("button", { name: "Make token" }).click();
    await expect(page.getByText('"BAD" is not like that')).toBeVisible();
    await page.getByLabel("What their states mean").fill("BAD = firing");
    await page.getByLabel("Status").fill("state");
    const sample = { rule: { name: "Too hot" }, state: "BAD", severity: "critical" };
    await page.getByLabel("What it sends").fill(JSON.stringify(sample));
    await page.getByRole("button", { name: "Show what becomes of it" }).click();
    await expect(page.getByRole("article").getByRole("heading", { name: "Too hot" })).toBeVisible();
    await expect(page.getByRole("article")).toContainText("Opens an alarm");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Make token" }).click();
    const address = page.getByTitle(/\/v1\/alarms\/generic\/wba_/);
    const { pathname } = new URL((await address.textContent()) ?? "");
    await expect(page.getByTitle(/\/v1\/alarms\/grafana\/wba_/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "I have copied it" }).click();
    await expect(page.getByRole("article")).toContainText("never used");
    await expect(page.getByRole("article")).not.toContainText(pathname.slice(-20));

    await page.getByRole("tab", { name: "Now" }).click();
    const answer = await fetch(`${watchbell.url}${pathname}`, { method: "POST", body: JSON.stringify(sample) });
    expect(answer.status).toBe(200);
    const row = page.getByRole("row", { name: "Too hot" });
    await expect(row).toContainText("Critical");
    await expectAccessible(page);
    await row.getByRole("link", { name: "Too hot" }).click();
    const dialog = page.getByRole("dialog", { name: "Too hot" });
    await dialog.getByRole("button", { name: "What came last" }).click();
    await dialog.getByRole("tab", { name: "As it came" }).click();
    await expect(dialog.getByText(JSON.stringify(sample))).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Resolve" }).click();
    await page.getByRole("dialog", { name: "Resolve the alarm" }).getByRole("button", { name: "Resolve" }).click();
    await expect(page.getByRole("heading", { name: "No alarm fires" })).toBeVisible();

    await page.getByRole("tab", { name: "What came" }).click();
    await expect(page.getByRole("row", { name: "Other system" })).toContainText("Read");
    await expectAccessible(page);
  });
}

test("a token is changed, rotated and revoked", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  await watchbell.call("POST", "/channels/default/topics/alerts/alarm-tokens", { name: "cloud" });
  await page.goto("/alarms?tab=tokens");
  await page.getByRole("link", { name: "Edit cloud" }).click();
  await page.getByText("Only from some addresses").click();
  await page.getByLabel("Addresses").fill("192.0.2.0/99");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/must be an address or a CIDR range/)).toBeVisible();
  await expect(page.getByLabel("Addresses")).toHaveValue("192.0.2.0/99");
  await page.getByLabel("Addresses").fill("192.0.2.0/24");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("from 192.0.2.0/24")).toBeVisible();

  await page.getByRole("button", { name: "More for cloud" }).click();
  await page.getByRole("menuitem", { name: "Rotate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByTitle(/\/v1\/alarms\/alertmanager\/wba_/)).toBeVisible();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(page.getByText(/^Rotated, ends/)).toBeVisible();

  await page.getByRole("button", { name: "More for cloud" }).last().click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.goto("/alarms/tokens/any?topic=deleted%2Bsince");
  await expect(page.getByRole("heading", { name: "This token is gone" })).toBeVisible();
  withoutComplaints(complaints, /400 \(Bad Request\)|404 \(Not Found\)/);
});

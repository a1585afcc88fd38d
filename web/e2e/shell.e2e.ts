import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

test("a fresh server shows a page that says what to do, with a strict policy and without complaints", async ({
  page,
}) => {
  const answer = await page.goto("/");
  expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self'");
  expect(answer?.headers()["content-security-policy"]).not.toContain("unsafe");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expectAccessible(page);
});

test("an address that leads nowhere says so, with a status of 404", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  withoutComplaints(complaints, /404 \(Not Found\)/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the monitors are listed and nothing is hard to read (${colorScheme})`, async ({ page, watchbell }) => {
    await page.emulateMedia({ colorScheme });
    await signInByStandIn(page, watchbell);
    await watchbell.call("POST", "/monitors", { name: "Nightly backup", tags: ["db"] });
    await page.goto("/");
    await expect(page).toHaveURL(/\/monitors$/);
    await expect(page.getByRole("link", { name: "Nightly backup" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Name" }).click();
    await expect(page).toHaveURL(/descending=true/);
  });
}

test("shortcuts lead on, and ? lists them", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await page.goto("/monitors");
  await page.getByRole("heading", { name: "Monitors" }).waitFor();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Go to topics");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/\/topics$/);
});

test("an expired session leads to the log-in and back to where one was", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  await page.goto("/monitors?sort=status");
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  const refusal = { error: { code: "missing_key", message: "You are signed out." } };
  await page.route("**/api/v1/monitors/*", (route) => route.fulfill({ status: 401, json: refusal }));
  // Pointing at the link already asks, and leads away before a slow click comes.
  await page.getByRole("link", { name: "My first heartbeat" }).dispatchEvent("click");
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("next")).toMatch(/^\/monitors/);
  withoutComplaints(complaints, /401 \(Unauthorized\)/);
});

test("a lost line is told of, and mends itself", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  await page.route("**/api/v1/events", (route) => route.abort());
  await page.goto("/monitors");
  const banner = page.getByText("The server cannot be reached");
  await expect(banner).toBeVisible();
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  await page.unroute("**/api/v1/events");
  await page.route("**/api/v1/events", (route) => route.fulfill({ status: 404, json: {} }));
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(banner).toBeHidden();
  withoutComplaints(complaints, /Failed to load resource/);
});

test("what happens shows without a reload: the row, the count, the title and the favicon", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  const { id } = await watchbell.call<{ id: string }>("POST", "/monitors", { name: "Nightly backup" });
  await page.goto("/monitors");
  const row = page.getByRole("row", { name: "Nightly backup" });
  await expect(row).toContainText("New");
  await fetch(`${watchbell.url}/ping/${id}`);
  await expect(row).toContainText("Up");
  await fetch(`${watchbell.url}/ping/${id}/fail`);
  await expect(row).toContainText("Down");
  await expect(page).toHaveTitle("(1 down) Monitors · Watchbell");
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", "/favicon-down.svg");
  await fetch(`${watchbell.url}/ping/${id}`);
  await expect(page).toHaveTitle("Monitors · Watchbell");
});

import { expect, expectAccessible, test } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

test("a fresh server shows a page that says what to do, with a strict policy and without complaints", async ({
  page,
  complaints,
}) => {
  const answer = await page.goto("/");
  expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self'");
  expect(answer?.headers()["content-security-policy"]).not.toContain("unsafe");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expectAccessible(page);
  // Until the server has accounts, asking it who is signed in is a 404, which the browser notes.
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !/404 \(Not Found\)|^ApiError/.test(text)));
});

test("an address that leads nowhere says so, with a status of 404", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !/404 \(Not Found\)/.test(text)));
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

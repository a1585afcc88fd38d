import { startSink } from "../../server/test/sink.ts";
import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { OWNER, setUpLink } from "./sign-in-really.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`from an empty folder to an alert that arrived, in the browser alone (${colorScheme})`, async ({
    page,
    watchbell,
    complaints,
  }, info) => {
    info.setTimeout(60_000);
    await page.emulateMedia({ colorScheme });
    const sink = await startSink((_, response) => response.end("thanks"));

    await page.goto("/");
    await expect(page.getByText("watchbell users set-up")).toBeVisible();
    await page.goto(await setUpLink(watchbell));
    await expectAccessible(page);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByRole("button", { name: "Create the owner's account" }).click();

    await expect(page.getByRole("heading", { name: "Welcome, Kim" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Name").fill("Nightly backup");
    await page.getByRole("button", { name: "Create monitor" }).click();

    await expect(page.getByRole("heading", { name: "Let it ping" })).toBeFocused();
    const line = page.getByText(/^curl -fsS/);
    await expect(line).toBeVisible();
    await expectAccessible(page);
    const url = /http\S+/.exec((await line.textContent()) ?? "")?.[0] ?? "";
    const pinged = await fetch(`${watchbell.url}${new URL(url).pathname}`, { headers: { "User-Agent": "curl/8.5.0" } });
    expect(pinged.status).toBe(200);
    await expect(page.getByRole("listitem").filter({ hasText: "Let it ping" })).toContainText(
      "UpHeard just now from curl/8.5.0",
    );

    await expect(page.getByRole("heading", { name: "Say where to tell you" })).toBeFocused();
    await page.getByText("Webhook", { exact: true }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByText("Address is needed.")).toBeVisible();
    await page.getByLabel("Address").fill("not an address");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByText(/^Address must begin with http/)).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Address").fill(`${sink.url}/hook`);
    await page.getByRole("button", { name: "Add", exact: true }).click();

    await expect(page.getByRole("button", { name: "Send a test" })).toBeVisible();
    await page.reload();
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("list", { name: "What became of the test" })).toContainText("WebhookDelivered");
    await expect(page.getByText("200 thanks")).toBeVisible();
    expect(JSON.parse(sink.received[0]?.body ?? "")).toMatchObject({ event: "test" });
    await expectAccessible(page);
    await page.getByRole("button", { name: "It has arrived" }).click();
    await expect(page.getByRole("heading", { name: "Nightly backup is watched" })).toBeFocused();

    await page.getByRole("button", { name: "Let it fail once" }).click();
    const sent = page.getByRole("list", { name: "What was sent" });
    await expect(sent.getByRole("listitem").filter({ hasText: "down to Webhook" })).toContainText("delivered");
    await sink.arrived(2);
    expect(sink.received[1]?.body).toContain("Nightly backup");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Ping it up again" }).click();
    await expect(sent).toContainText("up to Webhook");
    await page.getByRole("link", { name: "Go to the monitors" }).click();
    await expect(page.getByRole("row", { name: "Nightly backup" })).toContainText("Up");
    await expect(page.getByRole("row")).toHaveCount(2);
    await sink.close();
    withoutComplaints(complaints, /400 \(Bad Request\)/);
  });
}

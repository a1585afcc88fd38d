import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { hook, stageOutbox, tellOutage } from "./outbox-stage.ts";
import { signInByStandIn } from "./sign-in.ts";

test("a topic is made, told a webhook, and the test shows what the target truly answered", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  stage.sink.behave((_, response) => response.end("thanks a lot"));
  await page.goto("/topics");
  await page.getByRole("link", { name: "New topic" }).click();
  await page.getByRole("button", { name: "Make the topic" }).click();
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await page.getByLabel("Channel").fill("shop");
  await page.getByRole("textbox", { name: "Topic" }).fill("orders");
  await page.getByRole("button", { name: "Make the topic" }).click();
  await expect(page.getByText("There is a topic shop+orders already.")).toBeVisible();
  await page.getByRole("textbox", { name: "Topic" }).fill("invoices");
  await page.getByRole("button", { name: "Make the topic" }).click();

  await expect(page.getByRole("heading", { name: "Add an integration" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("/");
  await page.keyboard.type("http");
  await expect(page.getByRole("link", { name: "Slack" })).toBeHidden();
  await page.getByRole("link", { name: "Webhook" }).click();
  await page.getByRole("button", { name: "Add it and send a test" }).click();
  await expect(page.getByText("Address is needed.")).toBeVisible();
  await page.getByLabel("Address").fill(`${stage.sink.url}/invoices`);
  await page.getByLabel("Name").fill("Accounting");
  await page.getByRole("button", { name: "Add it and send a test" }).click();

  await expect(page.getByRole("heading", { name: "shop+invoices" })).toBeVisible();
  const results = page.getByRole("list", { name: "What became of the test" });
  await expect(results).toContainText("AccountingDelivered");
  await expect(results).toContainText("200 thanks a lot");
  await page.getByRole("link", { name: "Show this message" }).click();
  await expect(page.getByRole("heading", { name: "Attempt 1: Delivered" })).toBeVisible();
});

test("several things of the same kind are rows, which are added, filled and removed", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInByStandIn(page, watchbell);
  const topic = await watchbell.call<{ id: string }>("PUT", "/channels/shop/topics/orders", { integrations: [] });
  await page.goto(`/topics/${topic.id}?add=opsgenie`);
  await page.getByLabel("Service").selectOption("jsm");
  await page.getByLabel("API key").fill("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
  await page.getByText("More settings").click();
  const responders = page.getByRole("group", { name: "Responders" });
  for (const name of ["Shop", "Night shift"]) {
    await responders.getByRole("button", { name: "Add to Responders" }).click();
    const row = responders.getByRole("listitem").last();
    await row.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    if (name === "Shop") await row.getByLabel("Type").selectOption("team");
  }
  await page.getByRole("button", { name: "Add it and send a test" }).click();
  await expect(responders.locator(":focus")).toHaveText("Type is needed in row 2.");
  await expectAccessible(page);
  await responders.getByRole("button", { name: "Remove row 2 of Responders" }).click();
  await expect(responders.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Shop");
  // The service is not there: what would be stored is enough.
  const sent: unknown[] = [];
  await page.route("**/api/v1/channels/**", (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    sent.push(route.request().postDataJSON());
    return route.abort();
  });
  await page.getByRole("button", { name: "Add it and send a test" }).click();
  const credentials = { service: "jsm", responders: [{ type: "team", name: "Shop" }] };
  await expect.poll(() => sent).toMatchObject([{ integrations: [{ provider: "opsgenie", credentials }] }]);
  await page.unroute("**/api/v1/channels/**");
  const tests: string[] = [];
  page.on("request", (request) => void (request.url().endsWith("/test") && tests.push(request.url())));
  await page.getByRole("button", { name: "Add it", exact: true }).click();
  await expect(page.getByText(/was added\.$/)).toBeVisible();
  expect(tests, "no test was asked for this time").toEqual([]);
  withoutComplaints(complaints, /Failed to load resource/);
});

test("the words of a message are tried on what really happened, and names that are none are named", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  const integrations = [hook(stage.sink, "good"), { name: "log", provider: "log" }];
  await watchbell.call("PUT", "/channels/shop/topics/orders", { integrations });
  await tellOutage(watchbell, "Nightly backup", ["delivered"]);
  await page.goto(`/topics/${stage.topic.id}`);
  await page.getByRole("link", { name: "Edit log" }).click();
  const said = page.getByRole("tabpanel", { name: "What it says" });
  await expect(said).toContainText("Nightly backup is DOWN");
  await page.getByLabel("A text of its own").check();
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("Oh dear, $nam! ");
  await expect(page.getByText("$nam is no variable of this event")).toBeVisible();
  await text.fill("Oh dear: ");
  await page.getByLabel("Find a variable").fill("why");
  await page.getByRole("button", { name: /^Insert \$reason / }).click();
  await expect(text).toHaveValue("Oh dear: $reason");
  await expect(text).toBeFocused();
  await expect(said).toContainText("Oh dear: The job reported a failure.");
  await page.getByLabel("Show it for").selectOption("Recovered late (a sample)");
  await expect(said).not.toContainText("The job reported a failure.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("text of its own")).toBeVisible();
});

test("stored credentials are kept one by one, and nothing typed is lost when saving fails", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const url = `${stage.sink.url}/good`;
  const integrations = [{ name: "good", provider: "webhook", credentials: { url, secret } }];
  await watchbell.call("PUT", "/channels/shop/topics/orders", { integrations });
  await page.goto(`/topics/${stage.topic.id}`);
  await page.getByRole("link", { name: "Edit good" }).click();
  await expect(page.getByLabel("Address")).toHaveValue("Stored, and not shown");
  await page.getByLabel("Name", { exact: true }).fill("renamed");
  await page.getByText("More settings").click();
  await page.getByLabel("Body").fill('{"text": "$name"}');
  await page.getByRole("button", { name: "Change Signing secret" }).click();
  await page.getByLabel("Signing secret").fill("too short");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Signing secret")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Body")).toHaveValue('{"text": "$name"}');
  await page.getByRole("button", { name: "Keep what is stored" }).click();
  await page.getByRole("button", { name: "Save and send a test" }).click();
  await expect(page.getByRole("list", { name: "What became of the test" })).toContainText("renamedDelivered");
  const received = stage.sink.received.at(-1);
  expect(received?.headers["webhook-signature"]).toBeDefined();
  expect(received?.body).toContain('"text"');

  await page.getByRole("link", { name: "Edit renamed" }).click();
  await page.getByRole("button", { name: "Change Address" }).click();
  await page.getByLabel("Address").fill("https://example.com/elsewhere");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("give all of them anew")).toBeVisible();
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "Topics" }).first().click();
  await expect(page.getByLabel("Address")).toHaveValue("https://example.com/elsewhere");
  withoutComplaints(complaints, /400 \(Bad Request\)/);
});

test("a suspended target says why, and a test that arrives resumes it", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  await tellOutage(watchbell, "Nightly backup", ["dead", "delivered"]);
  await page.goto("/topics");
  await expect(page.getByRole("row", { name: "shop+orders" })).toContainText("Suspended");
  await page.getByRole("link", { name: "shop+orders" }).click();
  const card = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(card("gone")).toContainText("The address no longer exists: it answered 410.");
  await expect(card("picky")).toContainText("last message was given up");
  await expect(card("busy")).toContainText("The target asked us to wait.");
  await card("gone").getByRole("button", { name: "Test and resume" }).click();
  await expect(card("gone").getByRole("list", { name: "What became of the test" })).toContainText("410");
  stage.sink.behave((_, response) => response.end("back"));
  await card("gone").getByRole("button", { name: "Test and resume" }).click();
  await expect(card("gone")).toContainText("Working");
  await expect(page.getByText("Integration gone works again.")).toBeVisible();
  await expect(page.getByText("Integration gone was suspended:")).toBeVisible();
});

test("an integration is switched off and removed, the hash shown and changed, the topic deleted", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  await using stage = await stageOutbox(watchbell);
  await watchbell.call("POST", "/monitors", { name: "Nightly backup", topics: [stage.topic.name] });
  await page.goto(`/topics/${encodeURIComponent(stage.topic.name)}`);
  await page.getByRole("button", { name: "More for picky" }).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await expect(page.getByText("picky is switched off.")).toBeVisible();
  await page.getByRole("button", { name: "More for picky" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByRole("heading", { name: "picky", exact: true })).toBeHidden();

  await expect(page.getByText("x-topic-hash-x: TOPIC_HASH")).toBeVisible();
  await page.getByRole("button", { name: "Show the hash" }).click();
  const { hash } = await watchbell.call<{ hash: string }>("GET", "/channels/shop/topics/orders");
  await expect(page.getByText(`x-topic-hash-x: ${hash}`)).toBeVisible();
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByRole("button", { name: "Change the hash" }).click();
  await expect(page.getByText("The topic has a new hash.")).toBeVisible();
  await expect(page.getByText(hash)).toBeHidden();

  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete the topic" }).click();
  await expect(page.getByRole("dialog", { name: "Delete shop+orders?" })).toContainText(
    "1 monitor will tell it nothing any more: Nightly backup.",
  );
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete the topic" }).click();
  await expect(page).toHaveURL(/\/topics$/);
  await expect(page.getByRole("row", { name: "shop+orders" })).toBeHidden();
});

test("who may only read sees how things stand and no button that would be refused", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell, "read-only");
  await using stage = await stageOutbox(watchbell);
  await page.goto(`/topics/${stage.topic.id}?add=slack`);
  await expect(page.getByRole("heading", { name: "gone" })).toBeVisible();
  await expect(page.getByRole("button", { name: /test/i })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /Add|Edit/ })).toHaveCount(0);
  const { id } = await watchbell.call<{ id: string }>("POST", "/monitors", { name: "Nightly backup" });
  const forms = ["/topics/new", "/monitors/new", `/monitors/${id}/edit`, "/add-service"];
  for (const path of [...forms, "/alarms/tokens/new?topic=shop%2Borders"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "You may only look at default" }), path).toBeVisible();
    await expect(page.getByRole("main").getByRole("button"), path).toHaveCount(0);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`topics are easy to read, also on a phone (${colorScheme})`, async ({ page, watchbell }) => {
    await page.emulateMedia({ colorScheme });
    await signInByStandIn(page, watchbell);
    await using stage = await stageOutbox(watchbell);
    await tellOutage(watchbell, "x".repeat(100), ["dead", "delivered"]);
    await page.goto("/topics");
    await expect(page.getByRole("row", { name: "shop+orders" })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`/topics/${stage.topic.id}`);
    await expect(page.getByRole("heading", { name: "Recent messages" })).toBeVisible();
    await expect(page.getByRole("link", { name: /^Down: x/ }).first()).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.goto(`/topics/${stage.topic.id}?add=email`);
    await expect(page.getByRole("heading", { name: "Add E-mail" })).toBeVisible();
    await expectAccessible(page);
  });
}

import { startSink } from "../../server/test/sink.ts";
import { expect, expectAccessible, test, type Watchbell, withoutComplaints } from "./fixtures.ts";
import { signInByStandIn } from "./sign-in.ts";

interface Made {
  readonly id: string;
}

const make = (watchbell: Watchbell, body: unknown): Promise<Made> => watchbell.call<Made>("POST", "/monitors", body);
const RUN_ID = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";

test("a new heartbeat shows how to ping it, goes up when it is pinged, and logs it at once", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Nightly backup" });
  await page.goto(`/monitors/${id}`);
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("It waits for its first ping.");
  await expect(page.getByRole("region", { name: "the snippet for curl" })).toContainText(`/ping/${id}`);
  await page.getByRole("button", { name: "Python" }).click();
  await expect(page).toHaveURL(/how=python/);
  await expect(page.getByRole("region", { name: "the snippet for Python" })).toContainText("urllib.request");
  await page.getByRole("button", { name: "Ping now" }).click();
  await expect(standing).toContainText("The job reported success; the monitor was new.");
  await expect(page.getByRole("img", { name: "In the last 24 hours: 1 run; no outage." })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "New → Up" })).toBeVisible();
});

test("where no changes come in by themselves, all of the page is read anew now and then", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInByStandIn(page, watchbell);
  await page.clock.install();
  await page.route("**/api/v1/events", (route) =>
    route.fulfill({ status: 409, json: { error: { code: "no_stream", message: "There are none." } } }),
  );
  const { id } = await make(watchbell, { name: "Nightly backup" });
  await fetch(`${watchbell.url}/ping/${id}`);
  await page.goto(`/monitors/${id}`);
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("The job reported success");
  await expect(page.getByRole("img", { name: "In the last 24 hours: 1 run; no outage." })).toBeVisible();
  await fetch(`${watchbell.url}/ping/${id}/fail`);
  await page.clock.fastForward(15_000);
  await expect(standing).toContainText("Down");
  await expect(standing).toContainText("The job reported a failure");
  await expect(page.getByRole("img", { name: /In the last 24 hours: 2 runs, 1 failed.*; 1 outage/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Up → Down" })).toBeVisible();
  withoutComplaints(complaints, /409 \(Conflict\)/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a monitor that went down says why, who was told and what it said last (${colorScheme})`, async ({
    page,
    watchbell,
  }) => {
    await page.emulateMedia({ colorScheme });
    const sink = await startSink((_, response) => response.end("thanks"));
    const hook = { name: "team hook", provider: "webhook", credentials: { url: sink.url } };
    await watchbell.call("PUT", "/channels/ops/topics/oncall", { integrations: [hook] });
    await signInByStandIn(page, watchbell);
    const description = "Runbook: https://wiki.example.org/backup.";
    const { id } = await make(watchbell, { name: "Nightly backup", topics: ["ops+oncall"], tags: ["db"], description });
    const ping = `${watchbell.url}/ping/${id}`;
    await fetch(`${ping}/start?rid=${RUN_ID}`);
    await fetch(`${ping}/3?rid=${RUN_ID}`, {
      method: "POST",
      body: "the disk is full",
      headers: { "User-Agent": "cron" },
    });

    await page.goto(`/monitors/${id}`);
    const standing = page.getByRole("region", { name: "How it stands" });
    await expect(standing).toContainText("The job ended with exit status 3");
    await expect(standing.getByRole("region", { name: "what it said last" })).toHaveText("the disk is full");
    await expect(standing.getByRole("listitem").filter({ hasText: "ops+oncall by team hook" })).toContainText(
      "Delivered",
    );
    await expect(page.getByRole("link", { name: "https://wiki.example.org/backup" })).toBeVisible();
    await expect(page.getByRole("img", { name: /In the last 24 hours: 1 run, 1 failed.*; 1 outage/ })).toBeVisible();
    await expectAccessible(page);

    await page
      .getByRole("listitem")
      .filter({ hasText: "Fail, exit status 3" })
      .getByText("Fail, exit status 3")
      .click();
    const opened = page.getByRole("listitem").filter({ hasText: "Fail, exit status 3" });
    await expect(opened).toContainText(RUN_ID);
    await expect(opened).toContainText("cron");
    await expect(opened.getByRole("region", { name: "the body of ping 2" })).toHaveText("the disk is full");
    await page.getByText("Show as a table").click();
    await expect(page.getByRole("table", { name: "Runs" })).toContainText("fail, exit status 3");
    await expect(page.getByRole("table", { name: "Outages" })).toContainText("it is down");
    await expectAccessible(page);

    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Acknowledge the outage" });
    await dialog.getByLabel("Note").fill("I am on it");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Acknowledge" }).click();
    await expect(standing).toContainText("Taken up by");
    await expect(standing).toContainText("I am on it");
    await expect(page.getByRole("button", { name: "Acknowledge" })).toBeHidden();

    await fetch(ping);
    await expect(standing).toContainText("Up for");
    await sink.close();
  });
}

test("the log is filtered in the address, and older lines follow when asked for", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Chatty" });
  for (let n = 0; n < 40; n++) await fetch(`${watchbell.url}/ping/${id}${n === 0 ? "" : "/log"}`);
  await page.goto(`/monitors/${id}`);
  const lines = page.getByRole("listitem").filter({ hasText: "from 127.0.0.1" });
  await expect(lines).toHaveCount(30);
  await page.getByRole("button", { name: "Show older" }).click();
  await expect(lines).toHaveCount(40);
  await page.getByRole("group", { name: "What the log shows" }).getByRole("button", { name: "Changes" }).click();
  await expect(page).toHaveURL(/log=/);
  await expect(lines).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: "New → Up" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Changes", pressed: true })).toBeVisible();
});

test("the log is looked through, also what came with a ping, and the address keeps it", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Chatty" });
  for (let n = 0; n < 40; n++) await fetch(`${watchbell.url}/ping/${id}`, { method: "POST", body: `row ${n}` });
  await page.goto(`/monitors/${id}`);
  const lines = page.getByRole("listitem").filter({ hasText: "from 127.0.0.1" });
  await expect(lines).toHaveCount(30);
  await page.getByRole("searchbox", { name: "Find in the log" }).fill("ROW 7");
  await expect(lines).toHaveCount(1);
  await expect(page).toHaveURL(/text=ROW/);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Find in the log" })).toHaveValue("ROW 7");
  await expect(lines).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Find in the log" }).fill("nowhere");
  await expect(page.getByRole("heading", { name: "Nothing in the log fits" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show the whole log" }).click();
  await expect(lines).toHaveCount(30);
});

test("pause, resume, clone, and delete with a way back", async ({ page, watchbell, complaints }) => {
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Nightly backup", tags: ["db"] });
  await page.goto(`/monitors/${id}`);
  const standing = page.getByRole("region", { name: "How it stands" });
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(standing).toContainText("A ping ends the pause.");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(standing).toContainText("New for");

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Clone" }).click();
  await expect(page).toHaveURL(/\/monitors\/[0-9a-f-]+\/edit$/);
  expect(page.url()).not.toContain(id);

  await page.goto(`/monitors/${id}`);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/monitors$/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Deleting “Nightly backup”")).toBeHidden();
  await watchbell.call("GET", `/monitors/${id}`);

  await page.goto(`/monitors/${id}`);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByText("Deleting “Nightly backup”").hover();
  await page.getByRole("button", { name: "Close" }).click();
  await expect.poll(async () => (await fetchStatus(watchbell, id)).status).toBe(404);
  withoutComplaints(complaints, /404 \(Not Found\)/);
});

test("a probe shows its timings by phase, and looks when it is told to", async ({ page, watchbell }) => {
  const site = await startSink((_, response) => response.end("hello"));
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Shop front", probe: { type: "http", url: `${site.url}/` } });
  await page.goto(`/monitors/${id}`);
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("Up for");
  await expect(page.getByRole("img", { name: /1 look, no error, the median took/ })).toBeVisible();
  await expect(page.getByRole("list", { name: "Phases" })).toContainText("First byte");
  await expect(standing).toContainText(/look in \d+\ss/);
  await page.getByRole("button", { name: "Probe now" }).click();
  await expect(page.getByRole("img", { name: /2 looks, no error/ })).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "Ok status 200" }).first().getByText("Ok").click();
  await expect(page.getByText("Took in all")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/monitors");
  await expect(page.getByRole("row", { name: "Shop front" })).toContainText(/look in \d+\ss/);
  await site.close();
});

test("an alarm shows its last payload, and is resolved by hand", async ({ page, watchbell }) => {
  await signInByStandIn(page, watchbell);
  await watchbell.call("PUT", "/channels/ops/topics/oncall", { integrations: [] });
  const tokens = "/channels/ops/topics/oncall/alarm-tokens";
  const { value } = await watchbell.call<{ value: string }>("POST", tokens, { name: "Grafana" });
  const alert = { status: "firing", labels: { alertname: "High CPU", instance: "db1" }, fingerprint: "f1" };
  const body = JSON.stringify({ receiver: "watchbell", status: "firing", alerts: [alert] });
  const headers = { "Content-Type": "application/json" };
  await fetch(`${watchbell.url}/v1/alarms/grafana/${value}`, { method: "POST", headers, body });
  const { monitors } = await watchbell.call<{ monitors: Made[] }>("GET", "/monitors?kind=alarm");
  await page.goto(`/monitors/${monitors[0]?.id}`);
  await expect(page.getByRole("region", { name: "the last payload" })).toContainText('"status": "firing"');
  await expectAccessible(page);
  await page.getByRole("button", { name: "Resolve" }).click();
  const dialog = page.getByRole("dialog", { name: "Resolve the alarm" });
  await dialog.getByLabel("Note").fill("Restarted");
  await dialog.getByRole("button", { name: "Resolve" }).click();
  const standing = page.getByRole("region", { name: "How it stands" });
  await expect(standing).toContainText("Up for");
  await expect(standing).toContainText("Restarted");
});

test("those who may only read see no buttons that would be refused, and no ping address", async ({
  page,
  watchbell,
}) => {
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "Nightly backup" });
  await fetch(`${watchbell.url}/ping/${id}/fail`);
  const { value: key } = await watchbell.call<{ value: string }>("POST", "/keys", { kind: "read", name: "reader" });
  await page.route("**/api/v1/monitors/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), "x-api-key": key } }),
  );
  await page.route("**/api/v1/session", async (route) => {
    const { id: projectId } = await watchbell.call<Made>("GET", "/project");
    const account = { id: "a2", email: "r@example.org", name: "Ray", isOperator: false, twoFactor: false };
    const projects = [{ id: projectId, name: "default", role: "read-only", timezone: "UTC" }];
    const rest = { signUp: "invited", passwordMail: false, oidc: null, version: "0.1.0" };
    await route.fulfill({
      json: { state: "signed-in", account: { ...account, hasPassword: true, oidcLinked: false }, projects, ...rest },
    });
  });
  await page.goto(`/monitors/${id}`);
  await expect(page.getByRole("region", { name: "How it stands" })).toContainText("Down for");
  for (const name of ["Ping now", "Pause", "Acknowledge", "More"]) {
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "How to ping it" })).toHaveCount(0);
});

test("a monitor that is not there, or no longer, says so; a part that cannot be read leaves the others", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInByStandIn(page, watchbell);
  await page.goto("/monitors/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("heading", { name: "There is no such monitor" })).toBeVisible();
  await page.goto("/monitors/00000000-0000-4000-8000-000000000000/edit");
  await page.getByRole("link", { name: "Go to the monitors" }).click();
  await expect(page.getByRole("heading", { name: "Monitors" })).toBeVisible();
  const { id } = await make(watchbell, { name: "Nightly backup" });
  await fetch(`${watchbell.url}/ping/${id}`);
  const refusal = { error: { code: "invalid_input", message: "The log is broken." } };
  await page.route("**/log?*", (route) => route.fulfill({ status: 400, json: refusal }));
  await page.goto(`/monitors/${id}`);
  await expect(page.getByRole("alert")).toContainText("The log could not be read");
  await expect(page.getByRole("region", { name: "How it stands" })).toContainText("Up for");
  await page.unroute("**/log?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "New → Up" })).toBeVisible();
  await watchbell.call("DELETE", `/monitors/${id}`);
  await expect(page.getByRole("heading", { name: "There is no such monitor" })).toBeVisible();
  withoutComplaints(complaints, /404 \(Not Found\)|400 \(Bad Request\)/);
});

test("everything is within a phone, and the days are told by the arrow keys", async ({ page, watchbell }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInByStandIn(page, watchbell);
  const { id } = await make(watchbell, { name: "x".repeat(100), tags: ["a".repeat(60), "b"] });
  await fetch(`${watchbell.url}/ping/${id}`, { method: "POST", body: "word ".repeat(300) });
  await page.goto(`/monitors/${id}`);
  await expect(page.getByRole("listitem").filter({ hasText: "New → Up" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Day by day" })).toBeVisible();
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(width).toBe(inner);
  await expectAccessible(page);
  const days = page.getByRole("group", { name: "Day by day" }).getByRole("button");
  await days.last().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(days.nth(88)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(days.first()).toBeFocused();
});

async function fetchStatus(watchbell: Watchbell, id: string): Promise<{ readonly status: number }> {
  return await watchbell.call("GET", `/monitors/${id}`).then(
    () => ({ status: 200 }),
    (error: unknown) => ({ status: Number(/answered (\d+)/.exec(String(error))?.[1]) }),
  );
}

import type { Page } from "@playwright/test";
import { cli } from "../../server/test/run-cli.ts";
import { expect, expectAccessible, test, withoutComplaints } from "./fixtures.ts";
import { callAs, OWNER, signInAsOwner } from "./sign-in-really.ts";

const REFUSED = /Failed to load resource/;

/** Ann's account, made with an invitation in a browser of her own; says its id. */
async function openAnn(page: Page, origin: string, invite: string | null): Promise<string> {
  const guest = await page.context().browser()?.newContext();
  const data = { email: "ann@example.org", password: "a boat under the bridge", invite };
  const answer = await guest?.request.post(`${origin}/api/v1/accounts`, { data, headers: { Origin: origin } });
  const made = (await answer?.json()) as { readonly account: { readonly id: string } };
  await guest?.close();
  return made.account.id;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`logging in says what is wrong, and leads to where one wanted (${colorScheme})`, async ({
    page,
    watchbell,
    complaints,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    await page.goto("/monitors");
    await page.getByRole("button", { name: OWNER.email }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
    await page.goto("/topics");
    await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(page.getByText("Type your e-mail.")).toBeVisible();
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("The e-mail or the password is wrong");
    await expect(page.getByLabel("E-mail")).toHaveValue(OWNER.email);
    await expectAccessible(page);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/topics$/);
    withoutComplaints(complaints, REFUSED);
  });

  test(`the pages of the account can be read by everybody (${colorScheme})`, async ({
    page,
    watchbell,
    complaints,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signInAsOwner(page, watchbell);
    for (const [path, heading] of [
      ["/settings/account", "Your projects"],
      ["/settings/security", "Where you are logged in"],
      ["/settings/appearance", "Times are written"],
      ["/new-project", "New project"],
      ["/invite?token=over", "This invitation is over"],
      ["/reset?token=over", "This link is good no more"],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: heading })).toBeVisible();
      await expectAccessible(page);
    }
    withoutComplaints(complaints, REFUSED);
  });
}

test("somebody who is invited makes an account and is in the project", async ({ page, watchbell, browser }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  const { url } = await callAs<{ url: string }>(page, "POST", "/invites", { data: { role: "member" } });
  const { search } = new URL(url);
  const guest = await browser.newContext({ baseURL: watchbell.url });
  const theirs = await guest.newPage();
  await theirs.goto(`/invite${search}`);
  await expect(theirs.getByRole("heading", { name: "Join default" })).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByLabel("E-mail").fill("ann@example.org");
  await theirs.getByLabel("Password", { exact: true }).fill("short");
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(theirs.getByText(/at least 10/).last()).toBeVisible();
  await theirs.getByLabel("Password", { exact: true }).fill("a boat under the bridge");
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(theirs.getByRole("link", { name: "My first heartbeat" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Project: default" })).toBeVisible();
  await guest.close();
});

test("whoever is logged in joins by a link; a link to a monitor then leads to its project", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  const { id: projectId } = await callAs<{ id: string }>(page, "POST", "/projects", { data: { name: "Night shift" } });
  const data = { role: "read-only" };
  const { url } = await callAs<{ url: string }>(page, "POST", "/invites", { data, projectId });
  const { id: monitorId } = await callAs<{ id: string }>(page, "POST", "/monitors", {
    data: { name: "Lamp" },
    projectId,
  });
  const ann = { email: "ann@example.org", password: "a boat under the bridge" };
  const { projects } = await callAs<{ projects: readonly { id: string }[] }>(page, "GET", "/session");
  const first = projects.find(({ id }) => id !== projectId)?.id ?? "";
  const invite = await callAs<{ url: string }>(page, "POST", "/invites", {
    data: { role: "member" },
    projectId: first,
  });
  await callAs(page, "DELETE", "/session");
  const token = new URL(invite.url).searchParams.get("token");
  await callAs(page, "POST", "/accounts", { data: { ...ann, invite: token } });

  await page.goto(`/invite${new URL(url).search}`);
  await expect(page.getByText("You are logged in as ann@example.org.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Join the project" }).click();
  await expect(page.getByRole("link", { name: "Lamp" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New monitor" })).toBeHidden();
  await page.goto("/welcome");
  await expect(page.getByRole("heading", { name: "You look on in Night shift" })).toBeVisible();
  await page.goto("/topics");
  await expect(page.getByRole("link", { name: `${OWNER.name} (personal)` })).toBeVisible();

  await page.getByRole("button", { name: "Project: Night shift" }).click();
  await page.getByRole("menuitem", { name: "default" }).click();
  await expect(page.getByRole("link", { name: "My first heartbeat" })).toBeVisible();

  await page.goto("/add-service");
  await expect(page.getByRole("link", { name: "Monitors", exact: true }).first()).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.getByLabel("Name").fill("Half a service");
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("button", { name: "Project: default" }).click();
  await page.getByRole("menuitem", { name: "Night shift" }).click();
  await expect(page.getByRole("button", { name: "Project: default" })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Half a service");
  await page.getByLabel("Name").fill("");

  await page.goto(`/monitors/${monitorId}`);
  await expect(page.getByRole("button", { name: "Project: Night shift" })).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

test("an account without a project makes one and begins its first steps", async ({ page, watchbell, complaints }) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/account");
  await callAs(page, "DELETE", "/project", { data: { name: "default" } });
  await page.goto("/monitors");
  await expect(page.getByRole("heading", { name: "You are in no project" })).toBeVisible();
  // The page that was open may have read on after its project was gone.
  withoutComplaints(complaints, REFUSED);
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Fresh start");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Welcome, Kim" })).toBeVisible();
  await page.getByLabel("Name").fill("Import");
  await page.getByRole("button", { name: "Create monitor" }).click();
  await page.getByRole("button", { name: "Ping from this page" }).click();
  await expect(page.getByText(/Heard .* from a browser/)).toBeVisible();
  await page.getByRole("link", { name: "Leave this for later" }).click();
  await page.getByRole("link", { name: "First steps" }).click();
  await expect(page.getByRole("heading", { name: "Say where to tell you" })).toBeVisible();
});

test("a new password logs out every other browser, and so does its own button", async ({
  page,
  watchbell,
  browser,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  const other = await browser.newContext({ baseURL: watchbell.url });
  const theirs = await other.newPage();
  const logIn = async (password: string): Promise<void> => {
    await theirs.goto("/log-in");
    await theirs.getByLabel("E-mail").fill(OWNER.email);
    await theirs.getByLabel("Password", { exact: true }).fill(password);
    await theirs.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(theirs.getByRole("heading", { name: "Monitors" })).toBeVisible();
  };
  await logIn(OWNER.password);

  await page.goto("/settings/account");
  await page.getByLabel("Password now").fill("not the password");
  await page.getByLabel("New password").fill("another lantern, same fog");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/is not the password/)).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("another lantern, same fog");
  await page.getByLabel("Password now").fill(OWNER.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");
  await theirs.goto("/monitors");
  await expect(theirs.getByRole("heading", { name: "Log in" })).toBeVisible();

  await logIn("another lantern, same fog");
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Log out everywhere else" }).click();
  await expect(page.getByText("You are logged out everywhere else.")).toBeVisible();
  await theirs.goto("/monitors");
  await expect(theirs.getByRole("heading", { name: "Log in" })).toBeVisible();
  await other.close();
  withoutComplaints(complaints, REFUSED);
});

test("an account is deleted once its project has another owner, and what goes with it is told", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  const invite = await callAs<{ url: string }>(page, "POST", "/invites", { data: { role: "member" } });
  await callAs(page, "POST", "/projects", { data: { name: "Night shift" } });
  const { projects } = await callAs<{ projects: readonly { id: string; name: string }[] }>(page, "GET", "/session");
  const projectId = projects.find(({ name }) => name === "default")?.id ?? "";
  const token = new URL(invite.url).searchParams.get("token");
  const ann = await openAnn(page, watchbell.url, token);
  await page.goto("/settings/account");
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog).toContainText("You are the last owner of default");
  await expect(dialog).toContainText("watchbell users operator EMAIL");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await callAs(page, "PATCH", `/members/${ann}`, { data: { role: "owner" }, projectId });
  const env = { WATCHBELL_DATA_DIR: watchbell.dataDir };
  expect((await cli(["users", "operator", "ann@example.org"], { env })).code).toBe(0);
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(dialog).toContainText("nobody else is in them: Night shift.");
  await expect(dialog).toContainText("These go on without you: default.");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog).toContainText("This is not your e-mail.");
  await dialog.getByLabel("Type your e-mail").fill(OWNER.email);
  await dialog.getByLabel("Password", { exact: true }).fill("not the password");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog).toContainText("is not the password");
  await expectAccessible(page);
  await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

test("a forgotten password is chosen anew with the link of the command line", async ({
  page,
  watchbell,
  complaints,
}) => {
  await signInAsOwner(page, watchbell);
  await page.goto("/monitors");
  await callAs(page, "DELETE", "/session");
  await page.goto("/log-in");
  await page.getByRole("link", { name: "Forgot the password?" }).click();
  await expect(page.getByText(/^watchbell users reset/)).toBeVisible();
  await expectAccessible(page);
  const { out } = await cli(["users", "reset", OWNER.email], { env: { WATCHBELL_DATA_DIR: watchbell.dataDir } });
  const token = /\/reset\?token=(\S+)/.exec(out)?.[1];
  await page.goto(`/reset?token=${token}`);
  await page.getByLabel("Password", { exact: true }).fill("a third lantern, no fog");
  await page.getByRole("button", { name: "Set password and log in" }).click();
  await expect(page.getByRole("heading", { name: "Monitors" })).toBeVisible();
  withoutComplaints(complaints, REFUSED);
});

test("appearance and clock hold at once and after a reload", async ({ page, watchbell }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signInAsOwner(page, watchbell);
  await page.goto("/settings/appearance");
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel("in UTC").check();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByLabel("in UTC")).toBeChecked();
});

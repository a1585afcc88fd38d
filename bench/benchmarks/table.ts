import { type Browser, chromium, type Page } from "@playwright/test";
import { type Benchmark, ofRounds, type Run } from "../lib/benchmark.ts";
import { API_KEY, makeDataFolder } from "../lib/data-folder.ts";
import { startServer } from "../lib/server.ts";

const MONITORS = 10_000;
/** The browser of Debian; nothing is downloaded. */
const CHROMIUM = "/usr/bin/chromium";
const HEADS = ["Name", "Down in", "Status", "Schedule"] as const;

/** How long somebody waits who sorts the largest list, from the click to the picture. */
export const table: Benchmark = {
  name: "table",
  about: "Ten thousand monitors in the dashboard, sorted in a real browser: from the click to the picture.",
  async measure(run) {
    const { url } = await startServer(run, await makeDataFolder(run, { monitors: MONITORS }));
    const page = await openList(await openBrowser(run), url);
    const rounds: number[] = [];
    for (let n = 0; n < (run.quick ? 1 : 5); n++) {
      for (const head of HEADS) rounds.push(await sortBy(page, head));
    }
    const frames = await scroll(page, run.quick ? 20 : 100);
    return [
      ofRounds("sorting 10,000 rows", "ms", rounds, { atMost: 100 }),
      ofRounds("a step of 700 pixels while scrolling", "ms", frames),
    ];
  },
};

async function openBrowser(run: Run): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  run.stack.defer(() => browser.close());
  return browser;
}

/** Opens the list of monitors with the benchmark's key in the place of a log-in. */
async function openList(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const headers = { "X-Api-Key": API_KEY };
  const project = (await (await fetch(`${url}/api/v1/project`, { headers })).json()) as { readonly id: string };
  await page.setExtraHTTPHeaders(headers);
  await page.route("**/api/v1/session", (route) => route.fulfill({ json: session(project.id) }));
  await page.goto(`${url}/monitors`);
  await page.getByRole("link", { name: "job-1", exact: true }).waitFor();
  return page;
}

function session(projectId: string) {
  return {
    state: "signed-in",
    signUp: "invited",
    passwordMail: false,
    oidc: null,
    account: { id: "a", email: "bench@example.org", name: "Bench", isOperator: true, twoFactor: false },
    projects: [{ id: projectId, name: "default", role: "owner", timezone: "UTC" }],
    version: "0",
  };
}

/** Sorts by a column, and says how long it took until the page was painted. */
function sortBy(page: Page, head: string): Promise<number> {
  return page.evaluate<number>(`(${SORT})(${JSON.stringify(head)})`);
}

/** Scrolls on in steps, and says how long each took. */
function scroll(page: Page, steps: number): Promise<number[]> {
  return page.evaluate<number[]>(`(${SCROLL})(${steps})`);
}

/** Runs in the page, whose types the benchmarks do not have. A task that is queued in a frame runs when the frame is painted. */
const SORT = `async (head) => {
  const button = [...document.querySelectorAll("th button")].find(({ textContent }) => textContent === head);
  const sorted = () => button.closest("th").getAttribute("aria-sort");
  const before = sorted();
  const startedAt = performance.now();
  button.click();
  do await new Promise((resolve) => requestAnimationFrame(resolve));
  while (sorted() === before);
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - startedAt;
}`;

const SCROLL = `async (steps) => {
  const took = [];
  for (let n = 0; n < steps; n++) {
    const startedAt = performance.now();
    window.scrollBy(0, 700);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    took.push(performance.now() - startedAt);
  }
  return took;
}`;

import { type Browser, type BrowserContext, chromium, expect, type Page } from "@playwright/test";
import { BASE_URL, type Stage } from "./stage.ts";
import { TAKEN_AT, ZONE } from "./times.ts";

/** The browser of Debian; nothing is downloaded. */
const CHROMIUM = "/usr/bin/chromium";

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

/** Opens a browser that finds the stage's server at the address that it is said to have. */
export async function openBrowser({ url }: Pick<Stage, "url">): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--hide-scrollbars",
      `--host-resolver-rules=MAP ${new URL(BASE_URL).host} ${new URL(url).host}`,
    ],
  });
}

/** A window in which the owner is signed in and whose clock stands still at the instant of the pictures. */
export async function openWindow(
  browser: Browser,
  { session }: Pick<Stage, "session">,
  { width, height, colorScheme }: View,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: BASE_URL,
    viewport: { width, height },
    colorScheme,
    reducedMotion: "reduce",
    timezoneId: ZONE,
    locale: "en-GB",
  });
  await context.addCookies([{ name: "watchbell", value: session, url: BASE_URL, httpOnly: true, sameSite: "Lax" }]);
  await context.clock.setFixedTime(TAKEN_AT);
  return context;
}

/** Shapes that stand for what is about to come. */
const SKELETON = ".animate-pulse";

/** Takes the picture of a page once everything on it is there. */
export async function photograph(page: Page): Promise<Buffer> {
  await page.evaluate("document.fonts.ready");
  await expect(page.locator(SKELETON)).toHaveCount(0);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 90 });
  return Buffer.from(data, "base64");
}

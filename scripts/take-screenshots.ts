/**
 * `npm run screenshots`: lives three months of a small company in some minutes, and takes the pictures that the README
 * and the documentation show into docs/images. The dashboard must be built. `npm run screenshots -- monitors` takes one.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { openBrowser, openWindow, photograph } from "./screenshots/camera.ts";
import { PICTURES, type Picture } from "./screenshots/pictures.ts";
import { openStage, type Stage } from "./screenshots/stage.ts";

const FOLDER = join(import.meta.dirname, "../docs/images");
/** Whoever clones the repository carries them for ever. */
const MOST_BYTES = 150_000;

const wanted = process.argv.slice(2);
const pictures = PICTURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

process.stdout.write("Three months pass at a company …\n");
const stage = await openStage();
const browser = await openBrowser(stage);
try {
  for (const picture of pictures) process.stdout.write(`${await take(browser, stage, picture)}\n`);
} finally {
  await browser.close();
  await stage.close();
}

async function take(inBrowser: Browser, on: Stage, picture: Picture): Promise<string> {
  const window = await openWindow(inBrowser, on, picture);
  const page = await window.newPage();
  await page.goto(await picture.path(on.company));
  await picture.pose(page);
  const bytes = await photograph(page);
  await window.close();
  if (bytes.length > MOST_BYTES) throw new Error(`${picture.name} has ${bytes.length} bytes, more than ${MOST_BYTES}`);
  writeFileSync(join(FOLDER, `${picture.name}.webp`), bytes);
  return `docs/images/${picture.name}.webp, ${Math.round(bytes.length / 1_000)} kB`;
}

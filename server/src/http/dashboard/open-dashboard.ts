import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where the built dashboard lies: in the published package, and in a checkout that has built it. */
const FOLDERS: readonly string[] = [
  fileURLToPath(new URL("../../assets/dashboard", import.meta.url)),
  join(fileURLToPath(new URL("../../../../web", import.meta.url)), "dist"),
];

/** What the build says about itself (scripts/build-dashboard.ts); the rest of it is for people. */
const BuildFacts = z.object({ pages: z.array(z.string().startsWith("/")).min(1) });

/** A file as it goes out. */
export interface DashboardFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isGzipped: boolean;
}

/** The built dashboard. */
export interface Dashboard {
  /** Reads a file by its path within the build; null when there is none. */
  read(path: string, options: { readonly gzip: boolean }): Promise<DashboardFile | null>;
  /** True when the dashboard has a page at this address. */
  hasPage(path: string): boolean;
}

/** Opens the built dashboard; null when it was not built. */
export function openDashboard(folders: readonly string[] = FOLDERS): Dashboard | null {
  const folder = folders.find((candidate) => existsSync(join(candidate, "build.json")));
  if (folder === undefined) return null;
  const facts = BuildFacts.parse(JSON.parse(readFileSync(join(folder, "build.json"), "utf8")));
  return {
    hasPage: (path) => facts.pages.some((page) => fits(page, path)),
    async read(path, { gzip }) {
      const packed = gzip ? await readOrNull(join(folder, `${path}.gz`)) : null;
      if (packed !== null) return { bytes: packed, isGzipped: true };
      const bytes = await readOrNull(join(folder, path));
      return bytes === null ? null : { bytes, isGzipped: false };
    },
  };
}

/** True when an address is this page's; the router writes a parameter as `$id`, one segment of the address. */
function fits(page: string, path: string): boolean {
  const wanted = page.split("/");
  const segments = (path.length > 1 ? path.replace(/\/$/, "") : path).split("/");
  if (wanted.length !== segments.length) return false;
  return wanted.every((segment, index) =>
    segment.startsWith("$") ? segments[index] !== "" : segment === segments[index],
  );
}

async function readOrNull(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    // Not there, or not a file: either way there is nothing to show.
    return null;
  }
}

import { execFileSync } from "node:child_process";
import { appendFileSync, chownSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Owner } from "../postgres/find-postgres.ts";

/** A disk that can be filled up, for one database. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no byte for anybody else. */
  fill(): void;
  /** Gives all of that back. */
  free(): void;
  remove(): void;
}

const SIZE = "300m";
const CHUNK = Buffer.alloc(1_048_576, 1);

/** Makes a small disk in memory; null where this is not allowed. */
export function makeSmallDisk(owner: Owner | null): SmallDisk | null {
  const root = mkdtempSync(join(tmpdir(), "watchbell-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "watchbell-chaos", root], { stdio: "ignore" });
  } catch {
    // Only root mounts, and not in every container.
    rmdirSync(root);
    return null;
  }
  const unmount = (): void => void execFileSync("umount", ["-l", root], { stdio: "ignore" });
  process.once("exit", unmount);
  const folder = mkdtempSync(join(root, "space-"));
  if (owner) {
    chownSync(root, owner.uid, owner.gid);
    chownSync(folder, owner.uid, owner.gid);
  }
  const filler = join(root, "filler");
  const free = (): void => rmSync(filler, { force: true });
  return {
    folder,
    free,
    fill() {
      try {
        for (;;) appendFileSync(filler, CHUNK);
      } catch (error) {
        // The database writes meanwhile, so nobody knows before how much fits.
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    },
    remove() {
      free();
      process.off("exit", unmount);
      unmount();
      rmdirSync(root);
    },
  };
}

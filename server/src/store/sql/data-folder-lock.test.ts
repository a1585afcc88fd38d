import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withFolder } from "../../../test/with-folder.ts";
import { DataFolderInUse, lockDataFolder } from "./data-folder-lock.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const NOBODY = 65_534;

interface Child {
  /** The first line that it prints; an error as its name and message. */
  readonly says: string;
  /** Kills it, as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** Lends a process that runs these lines and then stays until it is killed. */
async function withChild(lines: string, use: (child: Child) => Promise<void> | void): Promise<void> {
  const program = `try { ${lines}; console.log("done"); setInterval(() => globalThis.gc(), 10); }
    catch (error) { console.log(error.name + ": " + error.message); }`;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  try {
    const [chunk] = await once(child.stdout, "data");
    await use({ says: String(chunk).trim(), kill });
  } finally {
    await kill();
  }
}

const importOf = (name: string): string => JSON.stringify(join(import.meta.dirname, name));
/** Lines that take the lock; what it gives back is forgotten on purpose. */
const locking = (folder: string, before = ""): string =>
  `const { lockDataFolder } = await import(${importOf("data-folder-lock.ts")});
   ${before}; lockDataFolder(${JSON.stringify(folder)})`;
/** Lines that open a store. */
const opening = (path: string, before = ""): string =>
  `const { openSqliteStore } = await import(${importOf("sqlite-store.ts")});
   ${before}; const options = { path: ${JSON.stringify(path)}, masterKey: new Uint8Array(32), baseUrl: "" };
   await openSqliteStore(options, Date.now)`;
/** Becomes another user, after the modules were read: that user may not see this checkout. */
const BECOME_NOBODY = `process.setgid(${NOBODY}); process.setuid(${NOBODY})`;

describe("the lock of a data folder", () => {
  it("is held by one at a time, in the same process too", () =>
    withFolder(async (folder) => {
      const lock = lockDataFolder(folder);
      expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
      lock.release();
      lockDataFolder(folder).release();
    }));

  it("refuses a second process, says what to do, and is free as soon as the first is killed", () =>
    withFolder((folder) =>
      withChild(locking(folder), async (first) => {
        expect(first.says).toBe("done");
        expect(() => lockDataFolder(folder)).toThrow(/Another Watchbell works on .*WATCHBELL_DATA_DIR/);
        await withChild(locking(folder), (second) => {
          expect(second.says).toContain("DataFolderInUse");
        });
        await first.kill();
        lockDataFolder(folder).release();
      }),
    ));

  it("of a folder that is not there is told as unavailable", () =>
    withFolder(async (folder) => {
      expect(() => lockDataFolder(join(folder, "missing"))).toThrow(
        expect.objectContaining({ name: "StoreUnavailable", message: expect.stringContaining("missing") }),
      );
    }));
});

describe.runIf(process.getuid?.() === 0)("under another user (only root can become one)", () => {
  it("a folder that may only be read is told as unavailable by the lock and the store", () =>
    withFolder(async (folder) => {
      chmodSync(folder, 0o755);
      await withChild(locking(folder, BECOME_NOBODY), ({ says }) => {
        expect(says).toMatch(/^StoreUnavailable: The data folder .* cannot be opened/);
      });
      await withChild(opening(join(folder, "watchbell.db"), BECOME_NOBODY), ({ says }) => {
        expect(says).toMatch(/^StoreUnavailable: .*cannot be opened/);
      });
    }));

  it("a database that belongs to somebody else is told as unavailable by the store", () =>
    withFolder(async (folder) => {
      chmodSync(folder, 0o755);
      const path = join(folder, "watchbell.db");
      await (await openSqliteStore({ path, masterKey: new Uint8Array(32), baseUrl: "" }, Date.now)).close();
      await withChild(opening(path, BECOME_NOBODY), ({ says }) => {
        expect(says).toMatch(/^StoreUnavailable: .*(read-only|cannot be opened)/);
      });
    }));
});

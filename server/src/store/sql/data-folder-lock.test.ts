import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withFolder } from "../../../test/with-folder.ts";
import { DataFolderInUse, lockDataFolder } from "./data-folder-lock.ts";

const NOBODY = 65_534;
const LOCK_MODULE = join(import.meta.dirname, "data-folder-lock.ts");
const STORE_MODULE = join(import.meta.dirname, "sqlite-store.ts");

/** A process that runs a few lines and tells `locked`, or the name and message of what was thrown. */
function runChild(lines: string, uid?: number): ChildProcess {
  const program = `try { ${lines} } catch (error) { console.log(error.name + ": " + error.message); process.exit(3); }`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error("the child said nothing");
}

function lockingChild(folder: string): ChildProcess {
  return runChild(`
    const { lockDataFolder } = await import(${JSON.stringify(LOCK_MODULE)});
    lockDataFolder(${JSON.stringify(folder)});
    console.log("locked");
    setInterval(() => {}, 1000);`);
}

describe("the lock of a data folder", () => {
  it("is held by one at a time, in the same process too", () =>
    withFolder(async (folder) => {
      const lock = lockDataFolder(folder);
      expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
      lock.release();
      lockDataFolder(folder).release();
    }));

  it("refuses a second process, says what to do, and is free as soon as the first is killed", () =>
    withFolder(async (folder) => {
      const child = lockingChild(folder);
      expect(await firstLine(child)).toBe("locked");
      expect(() => lockDataFolder(folder)).toThrow(/Another Watchbell works on .*WATCHBELL_DATA_DIR/);
      const second = lockingChild(folder);
      expect(await firstLine(second)).toContain("DataFolderInUse");
      child.kill("SIGKILL");
      await once(child, "exit");
      lockDataFolder(folder).release();
    }));

  it("of a folder that is not there is told as unavailable", () =>
    withFolder(async (folder) => {
      expect(() => lockDataFolder(join(folder, "missing"))).toThrow(
        expect.objectContaining({ name: "StoreUnavailable", message: expect.stringContaining("missing") }),
      );
    }));

  it("and the store in a folder that may only be read are told as unavailable, and nothing is written", (context) =>
    withFolder(async (folder) => {
      if (process.getuid?.() !== 0) return context.skip("only root can become another user");
      // Modules are read as that user, who may not be able to see this checkout.
      const [owned, path] = [folder, join(folder, "watchbell.db")];
      chownSync(owned, 0, 0);
      chmodSync(owned, 0o755);
      const drop = `process.setgid(${NOBODY}); process.setuid(${NOBODY});`;
      const lock = runChild(`
        const { lockDataFolder } = await import(${JSON.stringify(LOCK_MODULE)});
        ${drop} lockDataFolder(${JSON.stringify(owned)});`);
      expect(await firstLine(lock)).toMatch(/^StoreUnavailable: .*cannot be opened/);
      const store = runChild(`
        const { openSqliteStore } = await import(${JSON.stringify(STORE_MODULE)});
        ${drop} await openSqliteStore({ path: ${JSON.stringify(path)}, masterKey: new Uint8Array(32), baseUrl: "" }, Date.now);`);
      expect(await firstLine(store)).toMatch(/^StoreUnavailable: .*cannot be opened/);
    }));

  it("and the store, made by another user and not writable, are told as unavailable", (context) =>
    withFolder(async (folder) => {
      if (process.getuid?.() !== 0) return context.skip("only root can become another user");
      chmodSync(folder, 0o755);
      const path = join(folder, "watchbell.db");
      lockDataFolder(folder).release();
      const { openSqliteStore } = await import("./sqlite-store.ts");
      const options = { path, masterKey: new Uint8Array(32), baseUrl: "" };
      await (await openSqliteStore(options, Date.now)).close();
      const drop = `process.setgid(${NOBODY}); process.setuid(${NOBODY});`;
      const lock = runChild(`
        const { lockDataFolder } = await import(${JSON.stringify(LOCK_MODULE)});
        ${drop} lockDataFolder(${JSON.stringify(folder)});`);
      expect(await firstLine(lock)).toMatch(/^StoreUnavailable: .*read-only/);
      const store = runChild(`
        const { openSqliteStore } = await import(${JSON.stringify(STORE_MODULE)});
        ${drop} await openSqliteStore({ path: ${JSON.stringify(path)}, masterKey: new Uint8Array(32), baseUrl: "" }, Date.now);`);
      expect(await firstLine(store)).toMatch(/^StoreUnavailable: .*(read-only|cannot be opened)/);
    }));
});

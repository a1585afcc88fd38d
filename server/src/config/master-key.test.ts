import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadMasterKey, MasterKeyFault, masterKeyPath, readMasterKeyFile } from "./master-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchbell-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = "a-secret-that-is-long-enough-for-all";

describe("loadMasterKey", () => {
  it("takes the key of the settings and touches no disk", () => {
    const dataDir = join(folder, "data");
    expect(loadMasterKey({ secretKey: SECRET, dataDir })).toEqual({
      key: Buffer.from(SECRET),
      source: "environment",
      created: false,
      warning: null,
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it("makes a key file for its owner alone, and the folder too, and reads the same key the next time", () => {
    const dataDir = join(folder, "new", "data");
    const first = loadMasterKey({ secretKey: null, dataDir });
    expect(first).toMatchObject({ source: masterKeyPath(dataDir), created: true, warning: null });
    expect(first.key.length).toBeGreaterThanOrEqual(32);
    expect(statSync(first.source).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir)).toEqual(["master.key"]);
    expect(loadMasterKey({ secretKey: null, dataDir })).toEqual({ ...first, created: false });
  });

  it("gives the same key when the file's text is moved into the environment", () => {
    const fromFile = loadMasterKey({ secretKey: null, dataDir: folder });
    const text = readFileSync(fromFile.source, "utf8").trim();
    expect(loadMasterKey({ secretKey: text, dataDir: folder }).key).toEqual(fromFile.key);
  });

  it("makes another key for another folder", () => {
    const one = loadMasterKey({ secretKey: null, dataDir: join(folder, "one") });
    const two = loadMasterKey({ secretKey: null, dataDir: join(folder, "two") });
    expect(one.key).not.toEqual(two.key);
  });

  it("warns with the remedy when others can read the file", () => {
    const { source } = loadMasterKey({ secretKey: null, dataDir: folder });
    chmodSync(source, 0o644);
    expect(loadMasterKey({ secretKey: null, dataDir: folder }).warning).toBe(
      `Others on this machine can read the key file (mode 0644); run: chmod 600 ${source}`,
    );
  });

  it("refuses a damaged key file instead of replacing it", () => {
    writeFileSync(masterKeyPath(folder), "abc\n");
    expect(() => loadMasterKey({ secretKey: null, dataDir: folder })).toThrow(/is damaged.*Restore it from a backup/);
    expect(readFileSync(masterKeyPath(folder), "utf8")).toBe("abc\n");
  });

  it("says what to do when the folder is a file", () => {
    const dataDir = join(folder, "file");
    writeFileSync(dataDir, "");
    expect(() => loadMasterKey({ secretKey: null, dataDir })).toThrow(MasterKeyFault);
  });

  it("reads no key where there is none", () => {
    expect(readMasterKeyFile(folder)).toBeNull();
  });
});

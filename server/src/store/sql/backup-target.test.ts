import { expect, it } from "vitest";
import { unwritable } from "./backup-target.ts";

it.each([
  [{ code: "EACCES" }, /^\/mnt\/copy\.db cannot be written: this user may not write there\. Name a file/],
  [{ code: "EROFS" }, /^\/mnt\/copy\.db cannot be written: the file system is read-only\./],
  [{ code: "ENOSPC" }, /^\/mnt\/copy\.db cannot be written: the disk is full\. Free some space/],
  [{ code: "ERR_SQLITE_ERROR", errcode: 13 }, /^\/mnt\/copy\.db cannot be written: the disk is full\./],
])("a backup that cannot be written says why and what to do: %j", (fields, said) => {
  const error = Object.assign(new Error("whatever the system says"), fields);
  expect(unwritable("/mnt/copy.db", error)).toMatchObject({ message: expect.stringMatching(said), cause: error });
});

it("what has nothing to do with the file stays as it is", () => {
  const error = new Error("a bug");
  expect(unwritable("/mnt/copy.db", error)).toBe(error);
});

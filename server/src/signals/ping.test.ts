import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePing } from "./ping.ts";

const U = "0b5ad1b4-5c0c-4f0e-9a3e-3d7c6a1e2f10";
const K = "wbp_AbCdEf0123456789_-xyz";
const RID = "11111111-2222-3333-4444-555555555555";

const NOT_FOUND = { kind: "refused", status: 404, text: "not found" };
const BAD_FORMAT = { kind: "refused", status: 400, text: "invalid url format" };
const BAD_RUN_ID = { kind: "refused", status: 400, text: "invalid uuid format" };

const byId = { by: "id", monitorId: U };
const bySlug = { by: "slug", pingKey: K, slug: "db-backup_1" };
const ping = (target: object, more: object = {}): object => ({
  kind: "ping",
  target,
  action: "success",
  exitStatus: null,
  runId: null,
  create: false,
  ...more,
});

describe("the forms of a ping URL", () => {
  it.each([
    [U, ping(byId)],
    [`${U}/`, ping(byId)],
    [`${U}/start`, ping(byId, { action: "start" })],
    [`${U}/fail`, ping(byId, { action: "fail" })],
    [`${U}/log`, ping(byId, { action: "log" })],
    [`${U}/0`, ping(byId, { exitStatus: 0 })],
    [`${U}/1`, ping(byId, { action: "fail", exitStatus: 1 })],
    [`${U}/255`, ping(byId, { action: "fail", exitStatus: 255 })],
    [`${K}/db-backup_1`, ping(bySlug)],
    [`${K}/db-backup_1/start`, ping(bySlug, { action: "start" })],
    [`${K}/db-backup_1/fail`, ping(bySlug, { action: "fail" })],
    [`${K}/db-backup_1/log`, ping(bySlug, { action: "log" })],
    [`${K}/db-backup_1/3`, ping(bySlug, { action: "fail", exitStatus: 3 })],
    // A slug may be called like a suffix.
    [`${K}/start`, ping({ by: "slug", pingKey: K, slug: "start" })],
    [`${K}/start/start`, ping({ by: "slug", pingKey: K, slug: "start" }, { action: "start" })],
  ])("%s is read", (path, expected) => {
    expect(parsePing("GET", path, "")).toEqual(expected);
  });

  it.each([
    ["an exit status over 255", `${U}/256`, BAD_FORMAT],
    ["an exit status of fifty digits", `${U}/${"9".repeat(50)}`, BAD_FORMAT],
    ["an exit status over 255 behind a slug", `${K}/job/999`, BAD_FORMAT],
    ["a slug in capitals", `${K}/Backup`, BAD_FORMAT],
    ["a slash behind a suffix", `${U}/start/`, NOT_FOUND],
    ["a slash behind a slug", `${K}/job/`, NOT_FOUND],
    ["a slash behind the suffix of a slug", `${K}/job/fail/`, NOT_FOUND],
    ["a UUID in capitals", U.toUpperCase(), NOT_FOUND],
    ["a UUID without hyphens", U.replaceAll("-", ""), NOT_FOUND],
    ["one word", "hello", NOT_FOUND],
    ["nothing", "", NOT_FOUND],
    ["only slashes", "///", NOT_FOUND],
    ["a slug with a dot", `${K}/a.b`, NOT_FOUND],
    ["a slug of 101 characters", `${K}/${"a".repeat(101)}`, NOT_FOUND],
    ["a key with a space", "a b/job", NOT_FOUND],
    ["an unknown word behind a slug", `${K}/job/stop`, NOT_FOUND],
    ["a negative exit status", `${K}/job/-1`, NOT_FOUND],
  ])("%s is refused", (_, path, expected) => {
    expect(parsePing("GET", path, "")).toEqual(expected);
  });
});

describe("the query of a ping", () => {
  it("a run id may be in capitals and is kept in small letters", () => {
    expect(parsePing("GET", U, `rid=${"AAAAAAAA-BBBB-cccc-DDDD-EEEEEEEEEEEE"}`)).toEqual(
      ping(byId, { runId: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee" }),
    );
  });

  it.each([
    ["digits", "rid=123"],
    ["nothing", "rid="],
    ["no value", "rid"],
    ["braces", `rid={${RID}}`],
    ["no hyphens", `rid=${RID.replaceAll("-", "")}`],
    ["one digit too many", `rid=${RID}0`],
    ["a wrong one last", `rid=${RID}&rid=1`],
  ])("a run id made of %s is refused on every form", (_, query) => {
    expect(parsePing("GET", U, query)).toEqual(BAD_RUN_ID);
    expect(parsePing("POST", `${K}/job/start`, query)).toEqual(BAD_RUN_ID);
    expect(parsePing("GET", `${K}/job`, `create=1&${query}`)).toEqual(BAD_RUN_ID);
  });

  it("create=1 counts on slug forms only, and only as exactly 1", () => {
    const create = (path: string, query: string): unknown => {
      const parsed = parsePing("GET", path, query);
      return parsed.kind === "ping" && parsed.create;
    };
    expect(create(`${K}/job`, "create=1")).toBe(true);
    expect(create(`${K}/job/fail`, `rid=${RID}&create=1`)).toBe(true);
    expect(create(`${K}/job`, "create=true")).toBe(false);
    expect(create(`${K}/job`, "create=01")).toBe(false);
    expect(create(U, "create=1")).toBe(false);
  });
});

describe("the methods of a ping", () => {
  it.each(["GET", "HEAD", "POST"])("%s pings", (method) => {
    expect(parsePing(method, U, "")).toEqual(ping(byId));
  });

  it("OPTIONS is a browser's preflight, whatever it asks for", () => {
    expect(parsePing("OPTIONS", U, "")).toEqual({ kind: "preflight" });
    expect(parsePing("OPTIONS", `${U}/999`, "rid=1")).toEqual({ kind: "preflight" });
  });

  it.each(["PUT", "PATCH", "DELETE", "QUERY"])("%s is not taken", (method) => {
    expect(parsePing(method, U, "")).toMatchObject({ kind: "refused", status: 405 });
  });
});

describe("any text at all", () => {
  it("is either a ping with lawful values or a refusal, and never throws", () => {
    const anyPath = fc.oneof(
      fc.string(),
      fc.string().map((text) => `${U}/${text}`),
      fc.string().map((text) => `${K}/${text}`),
    );
    fc.assert(
      fc.property(anyPath, fc.string(), (path, query) => {
        const parsed = parsePing("GET", path, query);
        if (parsed.kind !== "ping") return parsed.kind === "refused";
        const status = parsed.exitStatus;
        return status === null || (status >= 0 && status <= 255 && (status === 0) === (parsed.action === "success"));
      }),
    );
  });
});

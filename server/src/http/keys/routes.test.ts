import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

describe("keys", () => {
  it.each([
    ["write", "wbw_"],
    ["read", "wbr_"],
    ["ping", "wbp_"],
    ["publish", "wbn_"],
    ["check-in", "wbc_"],
  ])("a new %s key begins with %s, is told once and works", async (kind, prefix) => {
    const { status, body } = await api("POST", "/keys", { kind, name: "ci" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind, name: "ci", lastUsedAt: null });
    expect(body.value).toMatch(new RegExp(`^${prefix}[A-Za-z0-9_-]{22,}$`));
    const list = await api("GET", "/keys");
    expect(JSON.stringify(list.body)).not.toContain(body.value);
    expect((await test.store.people.findKey(body.value))?.kind).toBe(kind);
  });

  it("only ping and check-in keys are shown again, and only to whoever may write", async () => {
    for (const kind of ["ping", "check-in", "write", "read", "publish"]) {
      const { body } = await api("POST", "/keys", { kind });
      const shown = (await api("GET", `/keys/${body.id}`)).body.value;
      expect([kind, shown]).toEqual([kind, kind === "ping" || kind === "check-in" ? body.value : null]);
    }
  });

  it("a value may be brought along, once", async () => {
    const value = "AbCdEfGh0123456789";
    const made = await api("POST", "/keys", { kind: "publish", value });
    expect(made.body.value).toBe(value);
    const again = await api("POST", "/keys", { kind: "read", value });
    expect([again.status, again.body.error]).toMatchObject([409, { code: "key_taken", field: "value" }]);
  });

  it.each([
    [{}, "kind"],
    [{ kind: "admin" }, "kind"],
    [{ kind: "read", value: "too-short" }, "value"],
    [{ kind: "read", value: "with a space in the middle" }, "value"],
    [{ kind: "read", value: "x".repeat(201) }, "value"],
    [{ kind: "ping", value: "no.dots/in-a-ping-key" }, "value"],
    [{ kind: "read", name: "a\nb" }, "name"],
    [{ kind: "read", scope: "all" }, "scope"],
  ])("%j is refused at its field", async (body, field) => {
    const answer = await api("POST", "/keys", body);
    expect([answer.status, answer.body.error.field]).toEqual([400, field]);
  });

  it("a revoked ping key pings no more, at once", async () => {
    const { body } = await api("POST", "/keys", { kind: "ping" });
    const address = `/ping/${body.value}/my-first-heartbeat`;
    expect((await test.http.request(address)).status).toBe(200);
    expect((await api("DELETE", `/keys/${body.id}`)).status).toBe(204);
    expect((await test.http.request(address)).status).toBe(404);
    expect((await api("DELETE", `/keys/${body.id}`)).status).toBe(404);
  });

  it("the last write key cannot be revoked: nobody could change anything any more", async () => {
    const { keys } = (await api("GET", "/keys")).body;
    const last = keys.find(({ kind }: { kind: string }) => kind === "write");
    const refused = await api("DELETE", `/keys/${last.id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, "last_write_key"]);
    await api("POST", "/keys", { kind: "write" });
    expect((await api("DELETE", `/keys/${last.id}`)).status).toBe(204);
  });
});

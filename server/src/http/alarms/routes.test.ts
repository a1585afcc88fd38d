import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALARM_TOPIC, type AlarmStage, createAlarmStage } from "../../../test/alarm-stage.ts";
import { createApi } from "../../../test/api-client.ts";

const TOKENS = `${ALARM_TOPIC}/alarm-tokens`;
const DAY = 24 * 3_600_000;
const ALARM = '{"title":"x"}';

let stage: AlarmStage;
beforeEach(async () => {
  stage = await createAlarmStage();
});
afterEach(() => stage.close());

const status = async (token: string): Promise<number> => (await stage.post("generic", ALARM, { token })).status;
const pair = (opens: string, ...ends: readonly string[]) => ({ opens, ends });
const list = async () => (await stage.api("GET", TOKENS)).body.tokens;

describe("making an alarm token", () => {
  it("shows its value and address once, and never again", async () => {
    const { status: made, body } = await stage.api("POST", TOKENS, { name: "cloud", allow: ["192.0.2.0/24"] });
    expect(made).toBe(201);
    expect(body.value).toMatch(/^wba_[\w-]{43}$/);
    expect(body.url).toBe(`http://watchbell.test/v1/alarms/generic/${body.value}`);
    expect(body).toMatchObject({
      name: "cloud",
      allow: ["192.0.2.0/24"],
      mapping: null,
      snsTopics: [],
      signature: null,
      eventPairs: [],
      expiresAt: null,
    });
    const shown = (await list()).find(({ id }: { id: string }) => id === body.id);
    expect(shown).toMatchObject({ name: "cloud", hint: body.value.slice(0, 8) });
    expect(JSON.stringify(await list())).not.toContain(body.value);
  });

  it("reads the alarms that come with it by its mapping", async () => {
    const mapping = { title: "rule.name", status: "state", key: ["rule.id"], states: { BAD: "firing" } };
    const { body } = await stage.api("POST", TOKENS, { mapping });
    expect(body.mapping).toEqual(mapping);
    await stage.post("generic", '{"rule":{"id":7,"name":"Too hot"},"state":"BAD"}', { token: body.value });
    expect(await stage.alarms()).toMatchObject([{ name: "Too hot", status: "down" }]);
  });

  it.each([
    [{ allow: ["192.0.2.0/99"] }, "allow.0"],
    [{ allow: ["example.org"] }, "allow.0"],
    [{ snsTopics: ["ops"] }, "snsTopics.0"],
    [{ eventPairs: { "A:Opened": ["A:Ended"] } }, "eventPairs"],
    [{ eventPairs: [{ opens: "A" }] }, "eventPairs.0.ends"],
    [{ eventPairs: [{ opens: "A", ends: ["A"] }] }, "eventPairs.0.ends"],
    [{ eventPairs: [pair("A", "B"), pair("A", "C")] }, "eventPairs.1.opens"],
    [{ eventPairs: [pair("A", "B"), pair("C", "B")] }, "eventPairs.1.ends"],
    [{ signature: {} }, "signature.secret"],
    [{ signature: { secret: "short" } }, "signature.secret"],
    [{ signature: { secret: "long enough", header: "X Y" } }, "signature.header"],
    [{ mapping: { states: { BAD: "broken" } } }, "mapping.states.BAD"],
    [{ mapping: { title: "a[b]" } }, "mapping.title"],
    [{ name: "" }, "name"],
    [{ nome: "x" }, "nome"],
  ])("refuses %j", async (input, field) => {
    const { status: refused, body } = await stage.api("POST", TOKENS, input);
    expect([refused, body.error.field]).toEqual([400, field]);
  });

  it("needs a topic that is there, and a key that may write", async () => {
    expect((await stage.api("POST", "/channels/ops/topics/none/alarm-tokens", {})).status).toBe(404);
    const reader = createApi(stage.test, stage.test.keys.read);
    expect((await reader("POST", TOKENS, {})).status).toBe(403);
    expect((await reader("GET", TOKENS)).status).toBe(200);
  });

  it("notes its last use, to the minute", async () => {
    expect((await list())[0].lastUsedAt).toBeNull();
    await stage.post("generic", ALARM);
    expect((await list())[0].lastUsedAt).toBe("2026-03-04T12:00:00.000Z");
  });
});

describe("changing an alarm token", () => {
  it("changes what is given; its value works on, and reads by the new mapping at once", async () => {
    const { body: made } = await stage.api("POST", TOKENS, { name: "cloud", allow: ["127.0.0.1"] });
    const mapping = { title: "what", key: ["what"] };
    const changed = await stage.api("PATCH", `${TOKENS}/${made.id}`, { mapping, allow: [] });
    expect(changed).toMatchObject({
      status: 200,
      body: { id: made.id, name: "cloud", allow: [], mapping, snsTopics: [] },
    });
    expect(changed.body).not.toHaveProperty("value");
    expect((await stage.post("generic", '{"what":"Too hot","status":"firing"}', { token: made.value })).status).toBe(
      200,
    );
    expect(await stage.alarms()).toMatchObject([{ name: "Too hot" }]);
    const back = await stage.api("PATCH", `${TOKENS}/${made.id}`, { mapping: null, name: "old cloud" });
    expect(back.body).toMatchObject({ name: "old cloud", mapping: null });
  });

  it("keeps the secret that senders sign with until another is given, and never shows one", async () => {
    const { body: made } = await stage.api("POST", TOKENS, { signature: { secret: "first secret" } });
    const path = `${TOKENS}/${made.id}`;
    const change = async (signature: object | null) => (await stage.api("PATCH", path, { signature })).body;
    const post = (secret: string, header: string) => {
      const headers = { [header]: createHmac("sha256", secret).update(ALARM).digest("hex") };
      return stage.post("generic", ALARM, { token: made.value, headers });
    };
    const usual = "X-Grafana-Alerting-Signature";
    expect(made.signature).toEqual({ header: usual, timestampHeader: null });
    expect((await post("first secret", usual)).status).toBe(200);
    expect((await change({ header: "X-Ours" })).signature).toEqual({ header: "X-Ours", timestampHeader: null });
    expect((await post("first secret", "X-Ours")).status).toBe(200);
    await change({ secret: "second secret" });
    expect((await post("first secret", usual)).status).toBe(403);
    expect((await post("second secret", usual)).status).toBe(200);
    const { body: rotated } = await stage.api("POST", `${path}/rotate`, {});
    expect(rotated.signature).toEqual(made.signature);
    expect((await stage.post("generic", ALARM, { token: rotated.value })).status).toBe(403);
    const shown = JSON.stringify([made, await list(), await stage.api("GET", "/history")]);
    expect(shown).not.toMatch(/(first|second) secret|sealed/);
    await change(null);
    expect((await stage.post("generic", ALARM, { token: made.value })).status).toBe(200);
  });

  it.each([
    [{ allow: ["example.org"] }, "allow.0"],
    [{ value: "wba_mine" }, "value"],
    [{ signature: { header: "X-Ours" } }, "signature.secret"],
    [{ mapping: "title" }, "mapping"],
  ])("refuses %j", async (input, field) => {
    const { status: refused, body } = await stage.api("PATCH", `${TOKENS}/${stage.tokenId}`, input);
    expect([refused, body.error.field]).toEqual([400, field]);
  });

  it("finds none that ended, or that is another topic's", async () => {
    await stage.api("PUT", "/channels/ops/topics/other", { integrations: [] });
    const elsewhere = `/channels/ops/topics/other/alarm-tokens/${stage.tokenId}`;
    expect((await stage.api("PATCH", elsewhere, { name: "x" })).status).toBe(404);
    await stage.api("DELETE", `${TOKENS}/${stage.tokenId}`);
    expect((await stage.api("PATCH", `${TOKENS}/${stage.tokenId}`, { name: "x" })).status).toBe(404);
  });
});

describe("rotating an alarm token", () => {
  it("lets the old value work for a day, with the new one beside it", async () => {
    // The list is in the order of making, which two made in one instant do not have.
    stage.test.clock.advance(1);
    const { status: made, body } = await stage.api("POST", `${TOKENS}/${stage.tokenId}/rotate`, {});
    expect(made).toBe(201);
    expect([await status(stage.token), await status(body.value)]).toEqual([200, 200]);
    const expiresAt = "2026-03-05T12:00:00.001Z";
    expect(await list()).toMatchObject([
      { id: stage.tokenId, expiresAt },
      { id: body.id, expiresAt: null },
    ]);
    stage.test.clock.advance(DAY);
    expect([await status(stage.token), await status(body.value)]).toEqual([403, 200]);
    expect(await list()).toMatchObject([{ id: body.id }]);
    await stage.test.store.watch.prune(100);
    expect([await status(stage.token), await status(body.value)]).toEqual([403, 200]);
  });

  it("ends the old value at once when asked to, or when it is revoked", async () => {
    const { body } = await stage.api("POST", `${TOKENS}/${stage.tokenId}/rotate`, { endOldNow: true });
    expect([await status(stage.token), await status(body.value)]).toEqual([403, 200]);
    const second = await stage.api("POST", `${TOKENS}/${body.id}/rotate`, {});
    expect((await stage.api("DELETE", `${TOKENS}/${body.id}`)).status).toBe(204);
    expect([await status(body.value), await status(second.body.value)]).toEqual([403, 200]);
  });

  it("keeps name, addresses and options; one that was rotated is not rotated again", async () => {
    const made = await stage.api("POST", TOKENS, { name: "cloud", allow: ["127.0.0.1"], mapping: { title: "t" } });
    const { body } = await stage.api("POST", `${TOKENS}/${made.body.id}/rotate`, {});
    expect(body).toMatchObject({ name: "cloud", allow: ["127.0.0.1"], mapping: { title: "t" } });
    const again = await stage.api("POST", `${TOKENS}/${made.body.id}/rotate`, {});
    expect(again).toMatchObject({ status: 409, body: { error: { code: "already_rotated" } } });
    expect((await stage.api("POST", `${TOKENS}/nothing/rotate`, {})).status).toBe(404);
  });
});

describe("revoking an alarm token", () => {
  it("ends it at once, and only once", async () => {
    expect((await stage.api("DELETE", `${TOKENS}/${stage.tokenId}`)).status).toBe(204);
    expect(await status(stage.token)).toBe(403);
    expect((await stage.api("DELETE", `${TOKENS}/${stage.tokenId}`)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it("a topic's tokens go with it", async () => {
    await stage.api("DELETE", ALARM_TOPIC);
    expect(await status(stage.token)).toBe(403);
  });

  it("another topic's token is not found under this one", async () => {
    await stage.api("PUT", "/channels/ops/topics/other", { integrations: [] });
    expect((await stage.api("DELETE", `/channels/ops/topics/other/alarm-tokens/${stage.tokenId}`)).status).toBe(404);
    expect(await status(stage.token)).toBe(200);
  });
});

describe("what happens to alarm tokens", () => {
  it("stands in the history, without their values", async () => {
    const { body } = await stage.api("POST", `${TOKENS}/${stage.tokenId}/rotate`, {});
    await stage.api("PATCH", `${TOKENS}/${body.id}`, { allow: [] });
    await stage.api("DELETE", `${TOKENS}/${body.id}`);
    const { history } = (await stage.api("GET", "/history?limit=4")).body;
    expect(history.map(({ kind, actor, text }: Record<string, string>) => [kind, actor, text])).toEqual([
      ["alarm-token-revoked", "first write key", "Alarm token alarms was revoked."],
      ["alarm-token-changed", "first write key", "Alarm token alarms was changed."],
      [
        "alarm-token-rotated",
        "first write key",
        "Alarm token alarms was rotated; the old value works until 2026-03-05T12:00:00.000Z.",
      ],
      ["alarm-token-created", "first write key", "Alarm token alarms was made."],
    ]);
  });
});

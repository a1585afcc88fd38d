import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { openDynamoFloor } from "../../../test/dynamodb/floor.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { uniqueKey } from "./keys.ts";

const search = findDynamoEmulator();
const missing = search.kind === "missing" ? search.reason : null;

describe.skipIf(missing !== null)(`the way to DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  let deps: DynamoDeps;

  beforeAll(async () => {
    emulator = await startDynamoEmulator();
    deps = await openDynamoFloor(emulator);
  });
  afterAll(async () => {
    deps.port.close();
    await emulator.close();
  });

  it("knows that what no key can name is not there: an address may be made up", async () => {
    const { port } = deps;
    const made = { pk: "A", sk: "1", v: 1 };
    await port.write({ kind: "put", item: made, when: "absent" });
    const impossible = [
      { pk: "A", sk: "" },
      { pk: "", sk: "1" },
      { pk: "A", sk: "x".repeat(1025) },
      { pk: "ä".repeat(1025), sk: "1" },
    ];
    for (const key of impossible) expect(await port.get(key)).toBeNull();
    expect(await port.getMany([...impossible, made])).toMatchObject([made]);
    expect(await port.query({ pk: "ä".repeat(1025) })).toEqual({ items: [], next: null });
  });

  it("keeps a name of any length and of any characters, and tells it from another", async () => {
    const names = [
      "",
      "a",
      "\u{1F514}".repeat(300),
      `${"\u{1F514}".repeat(299)}x`,
      "\ud800",
      "\ud801",
      "#",
      '"',
      "%22",
    ];
    const keys = names.flatMap((name) => [uniqueKey("slug", name), uniqueKey("slug", name, "")]);
    for (const [n, key] of keys.entries()) {
      expect(await deps.port.write({ kind: "put", item: { ...key, n }, when: "absent" })).toBe("written");
    }
    for (const [n, key] of keys.entries()) expect(await deps.port.get(key)).toMatchObject({ n });
  });

  it("refuses what is larger than DynamoDB keeps, alone or together with others", async () => {
    const item = (n: number) => ({ pk: "LARGE", sk: String(n), v: 1, text: "x".repeat(390_000) });
    const refused = { name: "AppError", code: "body_too_large" };
    const large = { ...item(0), text: "x".repeat(410_000) };
    const { port } = deps;
    await expect(port.write({ kind: "put", item: large, when: "any" })).rejects.toMatchObject(refused);
    const put = (one: Item) => ({ kind: "put", item: one, when: "any" }) as const;
    await expect(port.transact([put(item(1)), put(large)])).rejects.toMatchObject(refused);
    const many = Array.from({ length: 12 }, (_, n) => put(item(n)));
    await expect(port.transact(many)).rejects.toMatchObject(refused);
    expect(await port.getMany([item(0), item(1)])).toEqual([]);
  });
});

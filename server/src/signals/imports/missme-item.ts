import { z } from "zod";
import { type CheckInInterval, INTERVAL_UNITS } from "../check-in.ts";
import { AnyText, ItemId, ItemInstant, ItemName, type ReadItem, readItem, secret } from "./item-fields.ts";

/** A service of the old table. */
export interface MissmeItem {
  readonly id: string;
  readonly name: string;
  readonly interval: CheckInInterval;
  readonly threshold: number;
  /** Null: it gets a new one. */
  readonly key: string | null;
  readonly lastPingAt: number | null;
  /** Whose service it was, such as an e-mail address. */
  readonly owner: string | null;
}

/** Decimals or a sign are no count. */
const Count = AnyText.pipe(z.string().regex(/^\d{1,7}$/, { error: "must be a whole number" })).transform(Number);

const Unit = AnyText.transform((text, context) => {
  const word = text.trim().toLowerCase();
  const unit = INTERVAL_UNITS.find((candidate) => candidate === word || candidate === `${word}s`);
  if (unit !== undefined) return unit;
  context.addIssue("must be minutes, hours, days or weeks");
  return z.NEVER;
});

const Item = z.object({
  id: ItemId.refine((id) => !id.includes("/"), { error: "may not hold a slash" }),
  name: ItemName,
  interval: Count.refine((every) => every > 0, { error: "must be at least 1" }),
  unit: Unit,
  threshold: Count.refine((misses) => misses <= 1_000, { error: "must be at most 1000" }),
  key: secret(16).nullish(),
  lastCheckIn: ItemInstant.nullish(),
  owner: AnyText.pipe(z.string().max(300)).nullish(),
});

/** Reads an item of the Missme table. */
export function readMissmeItem(typed: unknown): ReadItem<MissmeItem> {
  const read = readItem(typed, Item, ({ name, id }) => textOf(name) ?? textOf(id));
  if (read.kind === "unreadable") return read;
  const { id, name, interval: every, unit, threshold, key = null, lastCheckIn, owner = null } = read.value;
  const value = { id, name, interval: { every, unit }, threshold, key, lastPingAt: lastCheckIn ?? null, owner };
  return { kind: "read", name: read.name, value };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

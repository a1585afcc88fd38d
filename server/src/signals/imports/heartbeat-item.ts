import { z } from "zod";
import { type PulseNames, pulseKey } from "../pulse.ts";
import { AnyText, ItemHours, ItemId, ItemInstant, ItemSwitch, type ReadItem, readItem } from "./item-fields.ts";

/** A pulse of the old table. */
export interface HeartbeatItem {
  readonly id: string;
  readonly names: PulseNames;
  readonly lastPingAt: number | null;
  /** Null: the one that a pulse has when it asks for none. */
  readonly thresholdMs: number | null;
  readonly saturday: boolean;
}

const Name = AnyText.pipe(z.string().min(1).max(255));

const Item = z.object({
  _id: ItemId,
  host: Name,
  category: Name,
  typeF: Name,
  nameF: Name,
  timestampF: ItemInstant.nullish(),
  thresholdF: ItemHours.nullish(),
  saturday: ItemSwitch.nullish(),
});

/** Reads an item of the AWS Heartbeat table. */
export function readHeartbeatItem(typed: unknown): ReadItem<HeartbeatItem> {
  const read = readItem(typed, Item, nameOf);
  if (read.kind === "unreadable") return read;
  const { _id: id, host, category, typeF: type, nameF: name, timestampF, thresholdF, saturday } = read.value;
  const names = { host, category, type, name };
  return {
    kind: "read",
    name: read.name,
    value: {
      id,
      names,
      lastPingAt: timestampF ?? null,
      thresholdMs: thresholdF ?? null,
      saturday: saturday ?? false,
    },
  };
}

/** What two items of one file may not share. */
export function heartbeatIdentity({ names }: HeartbeatItem): string {
  return pulseKey(names);
}

function nameOf({ host, category, typeF, nameF }: Readonly<Record<string, unknown>>): string | null {
  const known = [host, category, typeF, nameF].filter((part) => typeof part === "string" && part !== "");
  return known.length === 0 ? null : known.join(" / ");
}

import type { ChangeRequest, MonitorAddress } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { addressItemKey } from "./load-monitors.ts";
import { idOf } from "./transact.ts";

/**
 * Which requests are judged together, by their places. `inOrder`: one group after another, because names or limits are
 * shared; then only neighbours are together.
 */
export async function groupRequests(deps: DynamoDeps, requests: readonly ChangeRequest[]) {
  const owners = await ownersOf(
    deps,
    requests.map(({ address }) => address),
  );
  const ids = requests.map(({ address }) => {
    return address.by === "id" ? address.monitorId : (owners.get(idOf(addressItemKey(address))) ?? null);
  });
  const inOrder = requests.some(
    ({ signal, createIfMissing, address }, index) =>
      "actor" in signal || (createIfMissing && (ids[index] === null || address.by === "id")),
  );
  const groups: number[][] = [];
  if (inOrder) {
    for (const [index, id] of ids.entries()) {
      const before = index === 0 ? undefined : ids[index - 1];
      if (id !== null && id === before) groups.at(-1)?.push(index);
      else groups.push([index]);
    }
  } else {
    for (const [, places] of Map.groupBy(ids.entries(), ([index, id]) => id ?? index)) {
      groups.push(places.map(([index]) => index));
    }
  }
  return { groups, inOrder };
}

/** The monitors that have these addresses, by the address's item. */
async function ownersOf({ port }: DynamoDeps, addresses: readonly MonitorAddress[]) {
  const keys = addresses.flatMap((address) => (address.by === "id" ? [] : [addressItemKey(address)]));
  // One request finds its monitor in its own transaction.
  if (keys.length === 0 || addresses.length === 1) return new Map<string, string>();
  return new Map((await port.getMany(keys)).map((item) => [idOf(item), String(item.id)]));
}

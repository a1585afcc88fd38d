import type { Integration } from "./topic.ts";

/** What an integration that is wanted says of which one it is. */
interface Wanted {
  readonly id?: string | undefined;
  readonly name: string;
  readonly provider: string;
}

/**
 * Which integration of a topic each of the wanted ones is: the one of its id, else the one of its name that no other
 * names by id. Their providers must be the same; null: it is a new one.
 */
export function matchIntegrations(
  known: readonly Integration[],
  wanted: readonly Wanted[],
): readonly (Integration | null)[] {
  const claimed = new Set(wanted.flatMap(({ id }) => id ?? []));
  return wanted.map(({ id, name, provider }) => {
    const same = known.find((each) =>
      id === undefined ? each.name === name && !claimed.has(each.id) : each.id === id,
    );
    return same?.provider === provider ? same : null;
  });
}

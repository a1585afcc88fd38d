/** Chance that comes out the same for the same seed. */
export interface Dice {
  /** From 0 up to 1, which it never is. */
  roll(): number;
  /** A whole number of milliseconds from one up to another. */
  between(lowest: number, highest: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** The same items in another order. */
  shuffle<Item>(items: readonly Item[]): readonly Item[];
}

/** Makes dice of a seed (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    between: (lowest, highest) => Math.floor(lowest + roll() * (highest - lowest + 1)),
    pick(items) {
      const item = items[Math.floor(roll() * items.length)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: roll() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}

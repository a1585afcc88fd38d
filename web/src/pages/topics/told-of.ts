import type { Integration } from "../../api/topics.ts";

/** The sides of a monitor's life that an integration can be told of. */
export const SIDES = ["down", "up", "changed"] as const satisfies readonly NonNullable<
  Integration["notifyOn"]
>[number][];

/** What these sides are called in a sentence. */
const WORDS: Readonly<Record<(typeof SIDES)[number], string>> = {
  down: "down",
  up: "up",
  changed: "changes of severity",
};

/** What an integration is told of, in a few words; null: what each monitor says, which goes without saying. */
export function toldOf(notifyOn: Integration["notifyOn"]): string | null {
  if (notifyOn === null) return null;
  if (notifyOn.length === 0) return "told nothing of monitors";
  const words = SIDES.filter((side) => notifyOn.includes(side)).map((side) => WORDS[side]);
  return `told of ${words.length === 1 ? "" : words.slice(0, -1).join(", ").concat(" and ")}${words.at(-1)} only`;
}

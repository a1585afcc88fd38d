/**
 * Who does something, for the history: a word for a part of our own (`time`, `ping`, `start`), or a key or a person
 * with the address that the request came from.
 */
export type Actor =
  | string
  | {
      readonly name: string;
      /** The client's address; empty when the connection does not tell. */
      readonly from: string;
      /** The account of a person; absent: a key. */
      readonly accountId?: string | undefined;
    };

/** How an actor is called in a sentence. */
export function actorName(actor: Actor): string {
  return typeof actor === "string" ? actor : actor.name;
}

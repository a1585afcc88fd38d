import type { Departure, Role } from "../model/index.ts";

/** A project that an account is in, with who else is. */
export interface Belonging {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly others: number;
  readonly otherOwners: number;
}

/** An account that goes, beside those that stay. */
export interface Leaver {
  readonly isOperator: boolean;
  readonly others: number;
  readonly otherOperators: number;
}

/** What becomes of projects when an account is deleted. */
export function departureOf(leaver: Leaver, belongings: readonly Belonging[]): Departure {
  const { isOperator, others, otherOperators } = leaver;
  const named = (which: (belonging: Belonging) => boolean) =>
    belongings.filter(which).map(({ id, name }) => ({ id, name }));
  const isLastOwner = ({ role, otherOwners }: Belonging): boolean => role === "owner" && otherOwners === 0;
  return {
    deleted: named((belonging) => belonging.others === 0),
    left: named((belonging) => belonging.others > 0 && !isLastOwner(belonging)),
    ownerless: named((belonging) => belonging.others > 0 && isLastOwner(belonging)),
    isLastOperator: isOperator && others > 0 && otherOperators === 0,
    isLastAccount: others === 0,
  };
}

import type { Company } from "./company.ts";

/** Something that somebody does at an instant. */
export interface Act {
  readonly at: number;
  does(company: Company): Promise<unknown>;
}

/** A message as its target got it: when, who, and the first line. */
export type Told = readonly [at: string, target: string, line: string];

/** A stretch in which targets answer with an error. */
export interface Trouble {
  readonly from: number;
  readonly until: number;
  /** The beginning of the targets' names. */
  readonly targets: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a page of the company answers. */
export interface PageAnswer {
  readonly status: number;
  readonly body: string;
}

/** One thread of the company's life, with every message that it must lead to, worked out by hand from the contract. */
export interface Chapter {
  readonly acts: readonly Act[];
  readonly told: readonly Told[];
  /** What the pages of the company answer at an instant, by path. */
  readonly pages?: Readonly<Record<string, (now: number) => PageAnswer>>;
  readonly troubles?: readonly Trouble[];
  /** Tries that a target in trouble refused. */
  readonly refused?: readonly (readonly [at: string, target: string])[];
}

/** The same act at many instants. */
export function each(instants: readonly number[], does: Act["does"]): readonly Act[] {
  return instants.map((at) => ({ at, does }));
}

/** A part of a form: what its fields hold, how they are changed, and what is wrong with them by the API's names. */
export interface FormPart<Values> {
  readonly values: Values;
  readonly onChange: (change: Partial<Values>) => void;
  readonly errorOf: (...names: readonly string[]) => string | null;
}

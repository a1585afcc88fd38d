/** A setting's text, read; or what is wrong with it. Problems of secrets never repeat the value. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly id: "invalid-value" | "weak-secret";
      readonly message: string;
      readonly hint: string;
    };

const MAX_SHOWN = 60;

/** It can be used. */
export function good<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** It cannot be used, and what to do about it. */
export function bad(message: string, hint: string): Parsed<never> {
  return { ok: false, id: "invalid-value", message, hint };
}

/** It is too short to be a secret. */
export function weak(message: string, hint: string): Parsed<never> {
  return { ok: false, id: "weak-secret", message, hint };
}

/** A value as a message repeats it. */
export function show(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

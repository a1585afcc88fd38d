/** What of a text is selected; both ends the same: where the caret is. */
interface Selected {
  readonly start: number;
  readonly end: number;
}

/** Puts a variable in place of what is selected, with braces where letters follow; says where the caret goes. */
export function insertVariable(
  text: string,
  { start, end }: Selected,
  name: string,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(end);
  const variable = /^[A-Za-z0-9_]/.test(after) ? `\${${name}}` : `$${name}`;
  return { text: text.slice(0, start) + variable + after, caret: start + variable.length };
}

/** Says whether a model can name it: metadata may hold names that a template cannot. */
export function canBeNamed(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

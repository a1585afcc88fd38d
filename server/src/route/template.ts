const PLACEHOLDER = /\$(?:\$|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\})/g;

/**
 * Expands a model as Python's `string.Template.safe_substitute` does: `$name`, `${name}`, `$$` for a dollar. An unknown
 * name and a lone dollar stay as typed. Values are escaped for their place and never expanded again; the model's own
 * text is left alone.
 */
export function expandTemplate(
  model: string,
  variables: Readonly<Record<string, string>>,
  escapeValue: (value: string) => string,
): string {
  return model.replace(PLACEHOLDER, (typed: string, bare: string | undefined, braced: string | undefined) => {
    if (typed === "$$") return "$";
    const name = bare ?? braced ?? "";
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? typed : escapeValue(value);
  });
}

const PLACEHOLDER = /\$(?:\$|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\})/g;

/** The names in a model that none of the variables has, each once. */
export function unknownNames(model: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const names = [...model.matchAll(PLACEHOLDER)].map(([, bare, braced]) => bare ?? braced ?? "");
  return [...new Set(names)].filter((name) => name !== "" && !Object.hasOwn(variables, name));
}

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

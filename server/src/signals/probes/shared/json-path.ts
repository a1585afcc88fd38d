const STEP = /^(?:\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\])/;

/** Takes a path such as `data.items[0]["a.b"]` apart; null when it is none. A `$` in front is fine. */
export function parseJsonPath(path: string): readonly (string | number)[] | null {
  let rest = path.replace(/^\$\.?/, "");
  const steps: (string | number)[] = [];
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (match === null) return null;
    const [whole, name, index, quoted] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push((quoted ?? "").replace(/\\(.)/g, "$1"));
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** What stands at a path; undefined when nothing does. `length` of a list is how many items it has. */
export function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const step of parseJsonPath(path) ?? []) {
    if (typeof value !== "object" || value === null) return undefined;
    if (Array.isArray(value) && step === "length") value = value.length;
    else if (Object.hasOwn(value, step)) value = (value as Record<string | number, unknown>)[step];
    else return undefined;
  }
  return value;
}

/** How a credential is typed. `pairs` are names with values, one a line; `json` is for what has no simpler form. */
export type FieldKind = "line" | "secret" | "text" | "list" | "pairs" | "json" | "number" | "choice" | "tick";

/** One field of the form of a provider, as its schema describes it. */
export interface CredentialField {
  /** Where its value belongs: `url`, or `at.mobiles` inside of another. */
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  /** Shown while nothing is typed. */
  readonly example: string | null;
  readonly kind: FieldKind;
  /** Of a `choice`. */
  readonly choices: readonly string[];
  readonly required: boolean;
  /** It stands on the short form; the others are folded. */
  readonly shownFirst: boolean;
}

/** A JSON Schema, as far as we look into it. */
type Schema = Readonly<Record<string, unknown>>;

/** A text that may be longer than this is a letter or a template, not a line. */
const LONGEST_LINE = 8_192;

/** Reads the form of a provider from the JSON Schema of its credentials; what is wanted comes first. */
export function readCredentialFields(schema: Schema): readonly CredentialField[] {
  const fields = fieldsUnder(schema, "", true);
  const placeOf = ({ required, shownFirst }: CredentialField): number => (required ? 0 : shownFirst ? 1 : 2);
  return fields.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function fieldsUnder(schema: Schema, prefix: string, isWanted: boolean): readonly CredentialField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(recordOf(schema.properties)).flatMap(([key, value]) => {
    const part = recordOf(value);
    const isRequired = isWanted && required.includes(key) && part.default === undefined;
    const name = `${prefix}${key}`;
    if (part.title === undefined && part.properties !== undefined) return fieldsUnder(part, `${name}.`, isRequired);
    return [fieldOf(name, part, isRequired)];
  });
}

function fieldOf(name: string, part: Schema, required: boolean): CredentialField {
  const example: unknown = Array.isArray(part.examples) ? part.examples[0] : undefined;
  return {
    name,
    label: textOr(part.title, name),
    hint: textOr(part.description, null),
    example: textOr(example, null),
    kind: kindOf(part),
    choices: Array.isArray(part.enum) ? part.enum.map(String) : [],
    required,
    shownFirst: required || part.shownFirst === true,
  };
}

function kindOf(part: Schema): FieldKind {
  if (Array.isArray(part.enum)) return "choice";
  switch (part.type) {
    case "boolean":
      return "tick";
    case "integer":
    case "number":
      return "number";
    case "array":
      return recordOf(part.items).type === "string" ? "list" : "json";
    case "object":
      return recordOf(part.additionalProperties).type === "string" ? "pairs" : "json";
    case "string":
      return kindOfText(part);
    default:
      return "json";
  }
}

function kindOfText({ format, maxLength }: Schema): FieldKind {
  if (format === "password") return "secret";
  return typeof maxLength === "number" && maxLength > LONGEST_LINE ? "text" : "line";
}

function recordOf(value: unknown): Schema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === "string" ? value : other;
}

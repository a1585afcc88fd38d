/**
 * How a credential is typed. `pairs` are names with texts, one a line; `rows` are several of the same few fields, one under
 * the other; `entries` are names with values of any kind; `json` is for what has no simpler form.
 */
export type FieldKind =
  | "line"
  | "secret"
  | "text"
  | "list"
  | "pairs"
  | "rows"
  | "entries"
  | "json"
  | "number"
  | "choice"
  | "tick";

/** One field of each row of `rows`. */
export interface RowColumn {
  readonly name: string;
  readonly label: string;
  /** None: any text. */
  readonly choices: readonly string[];
  readonly required: boolean;
}

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
  /** Of `rows` and `entries`. */
  readonly columns?: readonly RowColumn[];
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
  const columns = columnsOf(part);
  return {
    name,
    label: textOr(part.title, name),
    hint: textOr(part.description, null),
    example: textOr(example, null),
    kind: kindOf(part),
    choices: choicesOf(part),
    ...(columns.length > 0 && { columns }),
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
      if (recordOf(part.items).type === "string") return "list";
      return columnsOf(part).length > 0 ? "rows" : "json";
    case "object":
      if (recordOf(part.additionalProperties).type === "string") return "pairs";
      return columnsOf(part).length > 0 ? "entries" : "json";
    case "string":
      return kindOfText(part);
    default:
      return "json";
  }
}

const ENTRY: readonly RowColumn[] = ["Name", "Value"].map((label) => ({
  name: label.toLowerCase(),
  label,
  choices: [],
  required: true,
}));

/** The fields of a row, where a list is of things with a few texts each, or names have values of any kind. */
function columnsOf({ type, items, properties, additionalProperties }: Schema): readonly RowColumn[] {
  if (type === "object") {
    const isOpen = properties === undefined && Object.keys(recordOf(additionalProperties)).length === 0;
    return isOpen && typeof additionalProperties === "object" ? ENTRY : [];
  }
  const item = recordOf(items);
  const parts = Object.entries(recordOf(item.properties));
  if (type !== "array" || parts.some(([, part]) => recordOf(part).type !== "string")) return [];
  const required = Array.isArray(item.required) ? item.required : [];
  return parts.map(([name, value]) => {
    const part = recordOf(value);
    return { name, label: textOr(part.title, name), choices: choicesOf(part), required: required.includes(name) };
  });
}

function choicesOf(part: Schema): readonly string[] {
  return Array.isArray(part.enum) ? part.enum.map(String) : [];
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

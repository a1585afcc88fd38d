import type { AlarmToken } from "../../api/alarms.ts";

/** Parts of a mapping that name one path each. */
export const PATH_FIELDS = [
  "status",
  "title",
  "severity",
  "message",
  "resource",
  "value",
  "url",
  "startsAt",
  "id",
] as const;
type PathField = (typeof PATH_FIELDS)[number];

/** What the form of an alarm token holds: lists and tables are written a line each. */
export interface TokenValues extends Readonly<Record<PathField, string>> {
  readonly name: string;
  readonly allow: string;
  readonly snsTopics: string;
  readonly eventPairs: string;
  readonly key: string;
  readonly states: string;
  readonly severities: string;
  readonly isSigned: boolean;
  readonly secret: string;
  readonly header: string;
  readonly timestampHeader: string;
}

const USUAL_HEADER = "X-Grafana-Alerting-Signature";

type Mapping = NonNullable<AlarmToken["mapping"]>;

/** The form of a token as it is, or of a new one. */
export function toTokenValues(token: AlarmToken | null): TokenValues {
  const mapping: Mapping = token?.mapping ?? {};
  const paths = Object.fromEntries(PATH_FIELDS.map((field) => [field, mapping[field] ?? ""]));
  return {
    ...(paths as Record<PathField, string>),
    name: token?.name ?? "",
    allow: (token?.allow ?? []).join("\n"),
    snsTopics: (token?.snsTopics ?? []).join("\n"),
    eventPairs: (token?.eventPairs ?? []).map(({ opens, ends }) => `${opens} = ${ends.join(", ")}`.trim()).join("\n"),
    key: (mapping.key ?? []).join("\n"),
    states: formatTable(mapping.states),
    severities: formatTable(mapping.severities),
    isSigned: token !== null && token.signature !== null,
    secret: "",
    header: token?.signature?.header ?? USUAL_HEADER,
    timestampHeader: token?.signature?.timestampHeader ?? "",
  };
}

/** What the API is told of what the form holds. */
export function toTokenBody(values: TokenValues) {
  const { name, secret, header, timestampHeader } = values;
  const signature = {
    header: header.trim() || USUAL_HEADER,
    timestampHeader: timestampHeader.trim() || null,
    ...(secret !== "" && { secret }),
  };
  return {
    ...(name.trim() !== "" && { name: name.trim() }),
    allow: toLines(values.allow),
    snsTopics: toLines(values.snsTopics),
    ...toReading(values),
    signature: values.isSigned ? signature : null,
  };
}

/** How bodies are read, which the preview needs, too. */
export function toReading(values: TokenValues) {
  return { mapping: toMapping(values), eventPairs: toLines(values.eventPairs).map(parsePair) };
}

function toMapping(values: TokenValues) {
  const key = toLines(values.key);
  const states = parseTable(values.states);
  const severities = parseTable(values.severities);
  const paths = PATH_FIELDS.filter((field) => values[field].trim() !== "");
  const mapping = {
    ...Object.fromEntries(paths.map((field) => [field, values[field].trim()])),
    ...(key.length > 0 && { key }),
    ...(Object.keys(states).length > 0 && { states }),
    ...(Object.keys(severities).length > 0 && { severities }),
  };
  return Object.keys(mapping).length === 0 ? null : mapping;
}

/** Says of lines that should be `word = meaning` which one is not. */
export function findBadLine(text: string): string | null {
  const lines = toLines(text);
  const bad = lines.findIndex((line) => !/^[^=]*\S\s*=\s*\S/.test(line));
  return bad === -1 ? null : `Write "theirs = ours" in each line; "${lines[bad]}" is not like that.`;
}

function toLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function parsePair(line: string): { readonly opens: string; readonly ends: readonly string[] } {
  const [opens, ends] = splitAtEquals(line);
  return {
    opens,
    ends: ends
      .split(",")
      .map((end) => end.trim())
      .filter((end) => end !== ""),
  };
}

function parseTable(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(toLines(text).map(splitAtEquals));
}

function splitAtEquals(line: string): readonly [string, string] {
  const at = line.indexOf("=");
  return at === -1 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function formatTable(table: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(table ?? {})
    .map(([theirs, ours]) => `${theirs} = ${ours}`)
    .join("\n");
}

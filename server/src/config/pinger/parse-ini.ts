/** A value and the line on which it stands. */
export interface IniValue {
  readonly text: string;
  readonly line: number;
}

/** Sections by name, each with its values by key; names and keys in lower case. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

export interface IniFault {
  readonly section: string | null;
  readonly line: number;
  readonly message: string;
}

export interface ParsedIni {
  readonly sections: IniSections;
  readonly faults: readonly IniFault[];
}

const HEADER = /^\[([^\]]+)\]/;
const OPTION = /^([^=:]*?)\s*[=:]\s*(.*)$/;

/**
 * Reads INI text as Python's configparser does, because that is what these files were written for: `=` or `:`, comments
 * on lines of their own only (a channel `#alerts` is a value), indented lines go on with the value above, the last of
 * two equal keys counts. (npm's `ini` cuts values at `#` and `;` and reads section names with dots as trees.)
 */
export function parseIni(text: string): ParsedIni {
  const sections = new Map<string, Map<string, IniValue>>();
  const faults: IniFault[] = [];
  let section: { readonly name: string; readonly values: Map<string, IniValue> } | null = null;
  let key: string | null = null;
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === "" || content.startsWith("#") || content.startsWith(";")) continue;
    const above = key === null ? undefined : section?.values.get(key);
    if (/^\s/.test(raw) && section !== null && key !== null && above !== undefined) {
      section.values.set(key, { text: `${above.text}\n${content}`.trim(), line: above.line });
      continue;
    }
    const header = HEADER.exec(content);
    if (header !== null) {
      const name = (header[1] ?? "").trim().toLowerCase();
      section = { name, values: sections.get(name) ?? new Map() };
      sections.set(name, section.values);
      key = null;
      continue;
    }
    const option = OPTION.exec(content);
    if (section === null || option === null || option[1] === "") {
      const message =
        section === null
          ? "A line stands before the first [section]."
          : "The line is no key = value, and no [section].";
      faults.push({ section: section?.name ?? null, line, message });
      key = null;
      continue;
    }
    key = (option[1] ?? "").toLowerCase();
    section.values.set(key, { text: option[2] ?? "", line });
  }
  return { sections, faults };
}

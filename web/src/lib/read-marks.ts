/** How a piece of a text is set. */
export type Mark = "bold" | "italic" | "struck" | "code";

/** A piece of a text, with all that it is set in, and where it leads. */
export interface MarkedPiece {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly href: string | null;
}

const MARKS: Readonly<Record<string, Mark>> = { "*": "bold", _: "italic", "~": "struck", "`": "code" };

/** A link as `<https://…|Open>` or `<https://…>`, or what stands between two equal marks on one line, not inside a word. */
const SET =
  /<(?<href>https?:\/\/[^\s|<>]+)(?:\|(?<label>[^<>\n]+))?>|(?<![\p{L}\p{N}])(?<sign>[*_~`])(?<!\k<sign>\k<sign>)(?!\s)(?<inner>(?:(?!\k<sign>).)+)(?<!\s)\k<sign>(?!\k<sign>|[\p{L}\p{N}])/gu;

/**
 * Reads the marks of a text as Slack and Google Chat set them: `*bold*`, `_italic_`, `~struck~`, `code` between backticks, and
 * links. Between backticks everything stays as typed.
 */
export function readMarks(text: string, marks: readonly Mark[] = []): readonly MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let end = 0;
  for (const found of text.matchAll(SET)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), marks, href: null });
    pieces.push(...readOne(found, marks));
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marks, href: null });
  return pieces;
}

function readOne({ groups = {} }: RegExpExecArray, marks: readonly Mark[]): readonly MarkedPiece[] {
  const { href, label, sign = "", inner = "" } = groups;
  if (href !== undefined) return [{ text: label ?? href, marks, href }];
  const mark = MARKS[sign];
  if (mark === undefined) throw new Error(`${sign} is no mark`);
  return mark === "code" ? [{ text: inner, marks: [...marks, mark], href: null }] : readMarks(inner, [...marks, mark]);
}

import { classNames } from "../lib/class-names.ts";
import { type Mark, type MarkedPiece, readMarks } from "../lib/read-marks.ts";

/** What reads `*bold*` and the like in a text of one's own. */
const READ_MARKS: ReadonlySet<string> = new Set(["slack", "googlechat"]);

const LOOKS: Readonly<Record<Mark, string>> = {
  bold: "font-semibold",
  italic: "italic",
  struck: "line-through",
  code: "rounded bg-sunken px-1 font-mono text-sm",
};

interface MessageWordsProps {
  readonly provider: string;
  readonly title: string;
  readonly text: string;
  /** The text is not the default one: its marks are meant. */
  readonly isOwn: boolean;
}

/** What a message says, as it is read where it arrives. */
export function MessageWords({ provider, title, text, isOwn }: MessageWordsProps) {
  return (
    <div className="card grid gap-1.5 p-4">
      <p className="wrap-anywhere font-semibold">{title}</p>
      <p className="wrap-anywhere whitespace-pre-wrap">
        {isOwn && READ_MARKS.has(provider) ? <Marked pieces={readMarks(text)} /> : text}
      </p>
    </div>
  );
}

function Marked({ pieces }: { readonly pieces: readonly MarkedPiece[] }) {
  let end = 0;
  return pieces.map(({ text, marks, href }) => {
    end += text.length;
    const look = classNames(...marks.map((mark) => LOOKS[mark]));
    if (href === null) {
      return (
        <span key={end} className={look}>
          {text}
        </span>
      );
    }
    return (
      <a key={end} href={href} rel="noreferrer" className={classNames("link", look)}>
        {text}
      </a>
    );
  });
}

import { classNames } from "../lib/class-names.ts";

interface ScrollTextProps {
  readonly text: string;
  /** What it is, for screen readers. */
  readonly label: string;
  /** The room it may take, such as `max-h-72`. */
  readonly className?: string;
}

/** A text of unknown length as it came, such as an answer: long lines wrap, and beyond its room it scrolls. */
export function ScrollText({ text, label, className = "max-h-72" }: ScrollTextProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      aria-label={label}
      className={classNames("overflow-auto rounded-md border border-line bg-sunken px-3 py-2", className)}
    >
      <pre className="whitespace-pre-wrap break-words font-mono text-sm">{text}</pre>
    </section>
  );
}

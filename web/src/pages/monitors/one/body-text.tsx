import { useLayoutEffect, useRef } from "react";
import { CopyButton } from "../../../ui/copy.tsx";

interface BodyTextProps {
  readonly text: string;
  /** What it is, for screen readers and the button that copies it. */
  readonly label: string;
  /** The end of an output says why it failed: it is scrolled to. */
  readonly fromEnd?: boolean;
}

/** What a stranger sent, as it came: scrolled within its place, copied whole. */
export function BodyText({ text, label, fromEnd = false }: BodyTextProps) {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (fromEnd && place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  }, [fromEnd]);
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section ref={place} tabIndex={0} aria-label={label} className="max-h-72 overflow-auto">
        <pre className="whitespace-pre-wrap break-words py-2.5 pr-11 pl-3 font-mono text-sm">{text}</pre>
      </section>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  );
}

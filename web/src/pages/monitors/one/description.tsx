import { splitLinks } from "../../../lib/split-links.ts";
import { Section } from "../../../ui/page.tsx";

/** What people wrote about the monitor, mostly what to do when it is down. */
export function Description({ text }: { readonly text: string }) {
  let at = 0;
  return (
    <Section title="What to know">
      <p className="card whitespace-pre-wrap break-words p-4">
        {splitLinks(text).map((piece) => {
          const key = at;
          at += piece.text.length;
          return piece.isLink ? (
            <a key={key} href={piece.text} rel="noreferrer" target="_blank" className="link">
              {piece.text}
            </a>
          ) : (
            piece.text
          );
        })}
      </p>
    </Section>
  );
}

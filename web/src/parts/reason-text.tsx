import { splitInstants } from "../lib/split-instants.ts";
import { Time } from "../ui/time.tsx";
import { TopicWords } from "./topic-words.tsx";

/** A sentence of the server with its instants in the zone that was chosen, and personal topics by whom they reach. */
export function ReasonText({ text, zone = null }: { readonly text: string; readonly zone?: string | null }) {
  let end = 0;
  return splitInstants(text).map((piece) => {
    end += piece.text.length;
    return piece.at === null ? (
      <TopicWords key={end} text={piece.text} />
    ) : (
      <Time key={end} at={piece.at} zone={zone} />
    );
  });
}

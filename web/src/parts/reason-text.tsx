import { splitInstants } from "../lib/split-instants.ts";
import { Time } from "../ui/time.tsx";

/** A sentence of the server with its instants in the zone that was chosen. */
export function ReasonText({ text, zone = null }: { readonly text: string; readonly zone?: string | null }) {
  let end = 0;
  return splitInstants(text).map((piece) => {
    end += piece.text.length;
    return piece.at === null ? piece.text : <Time key={end} at={piece.at} zone={zone} />;
  });
}

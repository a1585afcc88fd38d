/** A piece of a text: an instant, or what stands between instants. */
export interface InstantPiece {
  readonly text: string;
  /** Epoch milliseconds; null: it is no instant. */
  readonly at: number | null;
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** Splits a sentence of the server at its instants, which are in UTC, so that they can be written in the reader's zone. */
export function splitInstants(text: string): readonly InstantPiece[] {
  const pieces: InstantPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(INSTANT)) {
    const at = Date.parse(match[0]);
    if (Number.isNaN(at)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), at: null });
    pieces.push({ text: match[0], at });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), at: null });
  return pieces;
}

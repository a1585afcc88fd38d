/** A piece of a text: an address of the web, or what stands between them. */
export interface TextPiece {
  readonly text: string;
  readonly isLink: boolean;
}

/** An address ends before the full stop, comma or bracket that belongs to the sentence. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]}']/g;

/** Splits a text at the addresses in it, so that they can be clicked; nothing else becomes a link. */
export function splitLinks(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isLink: false });
    pieces.push({ text: match[0], isLink: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isLink: false });
  return pieces;
}

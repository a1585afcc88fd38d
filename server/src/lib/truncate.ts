const ELLIPSIS = "…";
/** How far a character made of many code points is followed. */
const LONGEST_CHARACTER = 100;
/** How far a tag or a link is followed. */
const LONGEST_WHOLE = 4_096;

/**
 * Cuts a text to at most `limit` UTF-16 units, the last of them "…". Never cuts inside what readers see as one
 * character, nor inside a match of `whole` (a tag, a link, an entity).
 */
export function truncate(text: string, limit: number, whole?: RegExp): string {
  if (text.length <= limit) return text;
  let cut = characterStart(text, limit - ELLIPSIS.length);
  for (const match of whole === undefined ? [] : text.slice(0, cut + LONGEST_WHOLE).matchAll(whole)) {
    if (match.index < cut && cut < match.index + match[0].length) cut = match.index;
  }
  return text.slice(0, cut).trimEnd() + ELLIPSIS;
}

/** The last position at or before `at` where a character begins. */
function characterStart(text: string, at: number): number {
  const from = Math.max(0, at - LONGEST_CHARACTER);
  const segments = new Intl.Segmenter().segment(text.slice(from, at + LONGEST_CHARACTER));
  const start = segments.containing(at - from)?.index ?? 0;
  if (start > 0 || from === 0) return from + start;
  // Endless combining marks: at least no surrogate pair is cut.
  return isLowSurrogate(text, at) ? at - 1 : at;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

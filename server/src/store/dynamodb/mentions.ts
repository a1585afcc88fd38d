/** True when one of these mentions a text; letters of ASCII are the same in both cases. */
export function isMentioned(text: string, places: readonly (string | null)[]): boolean {
  const wanted = lower(text);
  return places.some((place) => place !== null && lower(place).includes(wanted));
}

/** The same for bytes, which need not be UTF-8 as a whole. */
export function isMentionedInBytes(text: string, bytes: Uint8Array): boolean {
  const wanted = Buffer.from(lower(text), "utf8");
  return Buffer.from(bytes.map(lowerByte)).includes(wanted);
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function lowerByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

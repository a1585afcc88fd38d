/** Sets JSON out over several lines; null when the text is none. Numbers too long for JavaScript would change, so they count as none. */
export function indentJson(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || /\d{16}/.test(text)) return null;
    return JSON.stringify(value, null, 2);
  } catch {
    return null;
  }
}

/** `URL.parse` for the bundle: Node.js 20 got it late, and Function Compute's own may be older. */
export function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

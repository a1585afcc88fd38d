const MAX_LENGTH = 2_000;

/** A path of our own that somebody put into a link, encoded as browsers do; `/` when it would lead anywhere else, or is none. */
export function ownPath(text: string | null | undefined): string {
  if (text === null || text === undefined || text.length > MAX_LENGTH) return "/";
  return /^\/(?![/\\])[!-~]*$/.test(text) && !/[\\#]/.test(text) ? text : "/";
}

/** The same path with one more parameter in its query. */
export function withParameter(path: string, name: string, value: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
}

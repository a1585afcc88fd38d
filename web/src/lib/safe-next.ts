/** Where to go after log-in: only a path of ours, never an address that somebody put into a link. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith("/") || /^\/[/\\]/.test(next) || /\s|\p{Cc}/u.test(next)) return "/";
  return next;
}

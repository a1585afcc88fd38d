/** What people are told of a PostgreSQL database: its name and where it is, not the user and the password of its URL. */
export function databaseName(url: string): string {
  const { host, pathname } = new URL(url);
  return `${decodeURIComponent(pathname.slice(1))}${host === "" ? "" : ` at ${host}`}`;
}

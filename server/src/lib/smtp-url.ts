import type { SmtpServer } from "./smtp.ts";

/**
 * Reads a mail server from `smtp[s]://user:password@host:port`; null when it is none. With a login, a password never
 * goes out in plain text.
 */
export function parseSmtpUrl(text: string): SmtpServer | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") return null;
  const secure = url.protocol === "smtps:";
  const login = loginOf(url);
  if (login === "unreadable") return null;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: login !== null,
    login,
  };
}

function loginOf({ username, password }: URL): SmtpServer["login"] | "unreadable" {
  if (username === "" && password === "") return null;
  if (username === "" || password === "") return "unreadable";
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    // A percent sign in the user name or password that is not written as %25.
    return "unreadable";
  }
}

import type { PingerToken } from "./pinger-config.ts";

/** Py Pinger's token as the auth of a probe: sent as it is in its header. */
export function pingerAuth(token: PingerToken): {
  readonly type: "header" | "token";
  readonly credentials: Readonly<Record<string, string>>;
} {
  if (token.kind === "static") return { type: "header", credentials: { name: token.header, value: token.token } };
  const { kind: _kind, tokenField, ...login } = token;
  return { type: "token", credentials: { ...login, ...(tokenField !== null && { tokenField }) } };
}

import type { TimedExchange } from "../../../lib/timed-exchange.ts";
import type { TokenLogin } from "./auth.ts";
import type { FetchedToken } from "./token-cache.ts";

const MAX_BYTES = 65_536;
/** Where the token stands in the answer, in this order, unless its field is named. */
const TOKEN_FIELDS = ["auth_token", "token", "access_token"];

/** Logs in and takes the token out of the answer. */
export async function fetchToken(login: TokenLogin, exchange: TimedExchange, timeoutMs: number): Promise<FetchedToken> {
  const result = await exchange({
    method: "POST",
    url: login.url,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ [login.usernameField]: login.username, [login.passwordField]: login.password }),
    timeoutMs,
    maxBytes: MAX_BYTES,
    wantBody: true,
    verifyCertificate: true,
  });
  const failed = (why: string): FetchedToken => ({ kind: "failed", reason: `the token could not be fetched: ${why}` });
  if (result.kind === "failed") return failed(result.reason.replace(/\.$/, ""));
  if (result.status < 200 || result.status > 299) return failed(`status ${result.status}, expected 2xx`);
  const token = tokenIn(result.body, login.tokenField);
  if (token !== null) return { kind: "token", token };
  return failed(`the answer has no ${login.tokenField ?? TOKEN_FIELDS.join(", ")}`);
}

function tokenIn(body: string, field: string | null): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== "object" || answer === null) return null;
    const fields = field === null ? TOKEN_FIELDS : [field];
    const values = fields.map((name) => (answer as Record<string, unknown>)[name]);
    return (values.find((value) => typeof value === "string" && value !== "") as string | null) ?? null;
  } catch {
    return null;
  }
}

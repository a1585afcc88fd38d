import { z } from "zod";
import type { AuthType } from "../../../model/index.ts";
import type { ProbeDeps } from "../contract.ts";
import { fetchToken } from "./fetch-token.ts";
import { Url } from "./fields.ts";

const Secret = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[\x20-\x7e\xa0-\xff]*$/, { error: "may hold only characters that a header can carry" });
const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/i, { error: "must be the name of a header" });
const FieldName = z.string().min(1).max(100);

const Basic = z.strictObject({ username: z.string().max(255), password: z.string().max(4_096) });
const Bearer = z.strictObject({ token: Secret });
const Header = z.strictObject({ name: HeaderName, value: Secret });
/** A token that is fetched with a POST of user name and password, and sent as it is in a header. */
export const TokenLogin = z.strictObject({
  url: Url,
  username: z.string().max(255),
  password: z.string().max(4_096),
  usernameField: FieldName.default("email"),
  passwordField: FieldName.default("password"),
  tokenField: FieldName.nullable().default(null),
  header: HeaderName.default("Authorization"),
  prefix: z.string().max(50).default(""),
});
export type TokenLogin = z.output<typeof TokenLogin>;

/** What each way of making oneself known needs. */
export const CREDENTIALS = {
  basic: Basic,
  bearer: Bearer,
  header: Header,
  token: TokenLogin,
} as const satisfies Record<AuthType, z.ZodType>;

/** The names in credentials whose values may be shown in a reason. */
export const PUBLIC_CREDENTIALS = ["name", "header", "username", "usernameField", "passwordField", "tokenField", "url"];

/** A way of making oneself known as people type it. */
export const AuthRequest = z
  .strictObject({
    type: z.enum(["basic", "bearer", "header", "token"]),
    credentials: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("Write-only. Absent: those that are set are kept, while the probe looks at the same origin."),
  })
  .meta({ id: "ProbeAuthInput" });
export type AuthRequest = z.output<typeof AuthRequest>;

export type Authorized =
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "failed"; readonly reason: string };

/** The headers with which a request makes itself known. With `fresh` a token that is known already is not used. */
export async function authorize(
  type: AuthType | null,
  deps: ProbeDeps,
  how: { readonly fresh: boolean; readonly timeoutMs: number },
): Promise<Authorized> {
  if (type === null) return { kind: "headers", headers: {} };
  const parsed = CREDENTIALS[type].safeParse(deps.credentials);
  if (!parsed.success) return { kind: "failed", reason: "the credentials cannot be used: set them again" };
  switch (type) {
    case "basic": {
      const { username, password } = Basic.parse(deps.credentials);
      const pair = Buffer.from(`${username}:${password}`).toString("base64");
      return { kind: "headers", headers: { authorization: `Basic ${pair}` } };
    }
    case "bearer":
      return { kind: "headers", headers: { authorization: `Bearer ${Bearer.parse(deps.credentials).token}` } };
    case "header": {
      const { name, value } = Header.parse(deps.credentials);
      return { kind: "headers", headers: { [name.toLowerCase()]: value } };
    }
    case "token":
      return tokenHeaders(TokenLogin.parse(deps.credentials), deps, how);
  }
}

async function tokenHeaders(
  login: TokenLogin,
  deps: ProbeDeps,
  how: { readonly fresh: boolean; readonly timeoutMs: number },
): Promise<Authorized> {
  const key = JSON.stringify(login);
  if (how.fresh) deps.tokens.forget(key);
  const fetched = await deps.tokens.get(key, () => fetchToken(login, deps.exchange, how.timeoutMs));
  if (fetched.kind === "failed") return fetched;
  return { kind: "headers", headers: { [login.header.toLowerCase()]: `${login.prefix}${fetched.token}` } };
}

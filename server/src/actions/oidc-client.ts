import type { Configuration, CustomFetch, CustomFetchOptions } from "openid-client";
import type { Settings } from "../config/settings.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connect } from "../lib/connect.ts";
import { createHttpClient } from "../lib/guarded-http-client.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Log } from "../lib/log.ts";

/** What ties the answer of a provider to the question: only who asked knows all of it. */
export interface OidcAsk {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

/** What a provider says about whom it let in. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** True: the provider made sure that the address is that person's. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
}

/** What became of a log-in at the provider. */
export type OidcOutcome =
  | { readonly kind: "person"; readonly person: OidcPerson }
  /** The provider, or the person there, said no. */
  | { readonly kind: "refused" }
  /** It could not be reached, or what it said does not fit; the log says more. */
  | { readonly kind: "failed" };

/** Talks to the OpenID Connect provider that the operator set. */
export interface OidcClient {
  /** What people call the provider. */
  readonly name: string;
  /** A new verifier of PKCE. */
  newVerifier(): Promise<string>;
  /** The address at the provider where a log-in begins; null: the provider could not be reached. */
  begin(ask: OidcAsk): Promise<string | null>;
  /** Takes the query with which the provider sent the browser back. */
  finish(ask: OidcAsk, query: string): Promise<OidcOutcome>;
  close(): Promise<void>;
}

export interface OidcClientOptions {
  readonly settings: Pick<Settings, "oidcIssuer" | "oidcClientId" | "oidcClientSecret" | "oidcName">;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly log: Log;
}

const TIMEOUT_MS = 10_000;
/** Long lists of keys and claims are welcome, endless ones not. */
const MAX_BYTES = 500_000;
/** What a provider says about itself is asked anew after this time; its keys are asked for when an unknown one is met. */
const REMEMBERED_MS = 3_600_000;
const SCOPE = "openid email profile";

/** Makes the client of the provider that is set; null: none is. openid-client is loaded with the first log-in. */
export function createOidcClient({ settings, connect, clock, log }: OidcClientOptions): OidcClient | null {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: secret, oidcName } = settings;
  if (issuer === null || clientId === null) return null;
  const http = createHttpClient(connect, { timeoutMs: TIMEOUT_MS });
  let known: { readonly configuration: Promise<Configuration>; readonly until: number } | null = null;

  const configure = (): Promise<Configuration> => {
    if (known !== null && clock.now() < known.until) return known.configuration;
    const configuration = discover({ issuer, clientId, secret }, http);
    const asked = { configuration, until: clock.now() + REMEMBERED_MS };
    known = asked;
    configuration.catch(() => {
      // What failed is not remembered.
      if (known === asked) known = null;
    });
    return configuration;
  };
  const complain = (error: unknown, what: string): void => log.warn({ issuer, reason: reasonOf(error) }, what);

  return {
    name: oidcName ?? new URL(issuer).host,
    async newVerifier() {
      return (await import("openid-client")).randomPKCECodeVerifier();
    },
    async begin(ask) {
      try {
        return await authorizationUrl(await configure(), ask);
      } catch (error) {
        complain(error, "the OpenID Connect provider could not be asked");
        return null;
      }
    },
    async finish(ask, query) {
      const { AuthorizationResponseError } = await import("openid-client");
      try {
        return { kind: "person", person: await personOf(await configure(), ask, query) };
      } catch (error) {
        complain(error, "a log-in at the OpenID Connect provider failed");
        return { kind: error instanceof AuthorizationResponseError ? "refused" : "failed" };
      }
    },
    close: () => http.close(),
  };
}

interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string | null;
}

async function discover({ issuer, clientId, secret }: Client, http: HttpClient): Promise<Configuration> {
  const oidc = await import("openid-client");
  const { ClientSecretBasic, ClientSecretPost, None } = oidc;
  // The form that every provider takes, unless it says that it does not.
  const showSecret = (text: string): ReturnType<typeof None> => {
    const [basic, post] = [ClientSecretBasic(text), ClientSecretPost(text)];
    return (server, ...rest) => {
      const methods = server.token_endpoint_auth_methods_supported;
      const takesBasic = methods === undefined || methods.includes("client_secret_basic");
      (takesBasic ? basic : post)(server, ...rest);
    };
  };
  const isPlain = new URL(issuer).protocol === "http:";
  return await oidc.discovery(new URL(issuer), clientId, undefined, secret === null ? None() : showSecret(secret), {
    // Also where the provider is asked directly its signature is looked at.
    execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    timeout: TIMEOUT_MS / 1_000,
    [oidc.customFetch]: guardedFetch(http),
  });
}

async function authorizationUrl(configuration: Configuration, ask: OidcAsk): Promise<string> {
  const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import("openid-client");
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: ask.redirectUri,
    scope: SCOPE,
    state: ask.state,
    nonce: ask.nonce,
    code_challenge: await calculatePKCECodeChallenge(ask.verifier),
    code_challenge_method: "S256",
  });
  return url.href;
}

async function personOf(configuration: Configuration, ask: OidcAsk, query: string): Promise<OidcPerson> {
  const { authorizationCodeGrant, fetchUserInfo } = await import("openid-client");
  // Built from what was asked, not from the request: a proxy in front may have changed its address.
  const answer = new URL(ask.redirectUri);
  answer.search = query;
  const tokens = await authorizationCodeGrant(configuration, answer, {
    expectedState: ask.state,
    expectedNonce: ask.nonce,
    pkceCodeVerifier: ask.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error("the provider sent no ID token");
  // Many providers tell the address only here.
  const isTold = claims.email !== undefined && claims.email_verified !== undefined;
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more = isTold || !hasMore ? {} : await fetchUserInfo(configuration, tokens.access_token, claims.sub);
  const told: Readonly<Record<string, unknown>> = { ...claims, ...more };
  const { email, email_verified: isVerified, name, preferred_username: nick } = told;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof email === "string" ? email : null,
    // Amazon Cognito sends it as text.
    isEmailVerified: isVerified === true || isVerified === "true",
    name: [name, nick].find((text): text is string => typeof text === "string" && text.trim() !== "") ?? null,
  };
}

/** The library's requests on the guarded way out. It asks with text and forms, and is answered in text. */
function guardedFetch(http: HttpClient): CustomFetch {
  return async (url, { method, headers, body }) => {
    const result = await http.request({ method, url, headers, body: textOf(body), maxBytes: MAX_BYTES });
    if (result.kind === "failed") throw new Error(result.reason);
    const { status } = result;
    return new Response(status === 204 || status === 304 ? null : result.body, { status, headers: result.headers });
  };
}

function textOf(body: CustomFetchOptions["body"]): string | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return body.toString();
  throw new Error("a request to the provider has a body that is no text");
}

/** What went wrong, in the words of the library: without what the provider sent, which may hold secrets. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : "";
  return `${error.message}${code === null ? "" : ` (${code.slice(0, 100)})`}${cause}`;
}

/** The code by which the provider says what it does not like, such as `invalid_client`. */
function codeOf(error: Error): string | null {
  if ("error" in error && typeof error.error === "string") return error.error;
  // With the secret in a header it says so in a header.
  const [challenge] = Array.isArray(error.cause) ? error.cause : [];
  const told: unknown = challenge?.parameters?.error;
  return typeof told === "string" ? told : null;
}

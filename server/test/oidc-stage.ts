import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import MemoryAdapter from "oidc-provider/lib/adapters/memory_adapter.js";

/** Somebody who has an account at the provider. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean | string;
  readonly name?: string;
}

export interface OidcStageOptions {
  readonly clientId: string;
  /** Null: a client without a secret. */
  readonly clientSecret: string | null;
  readonly redirectUri: string;
  /** Further metadata of the client, and further configuration of the provider. */
  readonly client?: object;
  readonly configuration?: object;
}

/** A real OpenID Connect provider on this machine, and somebody's browser there. */
export interface OidcStage extends AsyncDisposable {
  readonly issuer: string;
  /** Who is let in at the provider; null: whoever comes says no. */
  person: Person | null;
  /** The requests that reached it, in short: `POST /token`. */
  readonly seen: readonly string[];
  /** Goes to an address at the provider as a browser does, until it leads back; says where to. */
  visit(url: string): Promise<string>;
}

/** Starts a provider that knows one client and lets in whom the test says, with everything that client asks for. */
export async function startOidcProvider(options: OidcStageOptions): Promise<OidcStage> {
  const seen: string[] = [];
  const stage = { person: null as Person | null };
  const people = new Map<string, Person>();
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${new URL(request.url ?? "", "http://x").pathname}`);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configurationOf(options, people));
  const callback = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith("/interaction/")) void decide(provider, stage.person, people, request, response);
    else callback(request, response);
  };
  return {
    issuer,
    seen,
    get person() {
      return stage.person;
    },
    set person(person) {
      stage.person = person;
    },
    visit: (url) => browse(url, issuer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Its own adapter under another name: under its own it warns, rightly, of production. */
class Kept extends MemoryAdapter {}

/** One for all: making it takes longer than most tests. */
const { privateKey: SIGNING_KEY } = generateKeyPairSync("rsa", { modulusLength: 2_048 });

function configurationOf(options: OidcStageOptions, people: ReadonlyMap<string, Person>): object {
  const { clientId, clientSecret, redirectUri } = options;
  return {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [redirectUri],
        ...(clientSecret === null ? { token_endpoint_auth_method: "none" } : { client_secret: clientSecret }),
        ...options.client,
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: async () => people.get(id) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    adapter: Kept,
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    jwks: { keys: [{ ...SIGNING_KEY.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
    ...options.configuration,
  };
}

/** The page at the provider on which somebody logs in and agrees, or does not. */
async function decide(
  provider: Provider,
  person: Person | null,
  people: Map<string, Person>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  if (person === null) return await provider.interactionFinished(request, response, { error: "access_denied" });
  people.set(person.sub, person);
  const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { login: { accountId: person.sub }, consent });
}

const MOST_STEPS = 10;

/** A browser that nobody has used before: it keeps cookies and follows where it is led, as long as that is the provider. */
async function browse(start: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    const text = await answer.text();
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", ...value] = (set.split(";")[0] ?? "").split("=");
      cookies.set(name, value.join("="));
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider led nowhere: ${answer.status} ${text.slice(0, 500)}`);
    url = new URL(location, url).href;
    if (!url.startsWith(issuer)) return url;
  }
  throw new Error("the provider led in circles");
}

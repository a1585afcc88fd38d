import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

export type {
  AuthenticationResponseJSON as ShownPasskeyJson,
  PublicKeyCredentialCreationOptionsJSON as PasskeyCreationOptions,
  PublicKeyCredentialRequestOptionsJSON as PasskeyRequestOptions,
  RegistrationResponseJSON as NewPasskeyJson,
} from "@simplewebauthn/server";

/** Whose passkeys they are: browsers show them to pages of this address only. */
export interface PasskeySite {
  readonly rpId: string;
  readonly origin: string;
}

/** A passkey that an authenticator made; bytes are base64url. */
export interface MadePasskey {
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
}

/** What a passkey is verified by. */
export interface KnownPasskey {
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** Why a passkey was refused; for the log, it may hold what the browser sent. */
export interface PasskeyRefusal {
  readonly kind: "refused";
  readonly reason: string;
}

const TIMEOUT_MS = 120_000;
const NAME = "Watchbell";
/** EdDSA, ES256 and RS256 (COSE): what authenticators sign with. Named, or the library tries for newer ones that Node warns of. */
const ALGORITHMS = [-8, -7, -257];
/** Numbers are no names: https to a bare address has no passkeys. */
const ADDRESS = /^[\d.]+$|^\[/;

/** The site of a base URL; null: browsers have no passkeys there. */
export function passkeySite(baseUrl: string): PasskeySite | null {
  const { protocol, hostname, origin } = new URL(baseUrl);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  if (ADDRESS.test(hostname) || (protocol !== "https:" && !isLocal)) return null;
  return { rpId: hostname, origin };
}

/** What a browser needs to have a passkey made. Its owner must show himself, so that it can stand in for the password. */
export async function creationOptions(
  { rpId }: PasskeySite,
  owner: { readonly id: string; readonly email: string; readonly name: string },
  known: readonly KnownPasskey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  return await generateRegistrationOptions({
    rpName: NAME,
    rpID: rpId,
    userID: new TextEncoder().encode(owner.id),
    userName: owner.email,
    userDisplayName: owner.name,
    timeout: TIMEOUT_MS,
    supportedAlgorithmIDs: ALGORITHMS,
    // Who made the authenticator is not asked.
    attestationType: "none",
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What a browser needs to show a passkey: one of these, or whichever its owner has for the site. */
export async function requestOptions(
  { rpId }: PasskeySite,
  known: readonly KnownPasskey[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  return await generateAuthenticationOptions({
    rpID: rpId,
    timeout: TIMEOUT_MS,
    userVerification: "required",
    ...(known.length > 0 && { allowCredentials: known.map(descriptor) }),
  });
}

/** The challenge that an answer of a browser claims to be for; null: it names none. */
export function challengeOf({ response }: RegistrationResponseJSON | AuthenticationResponseJSON): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(response.clientDataJSON, "base64url").toString("utf8"));
    if (typeof data !== "object" || data === null || !("challenge" in data)) return null;
    return typeof data.challenge === "string" && data.challenge !== "" ? data.challenge : null;
  } catch {
    // Whatever cannot be read names none.
    return null;
  }
}

/** Verifies a passkey that was made for a challenge of ours. */
export async function verifyMade(
  { origin, rpId }: PasskeySite,
  challenge: string,
  made: RegistrationResponseJSON,
): Promise<MadePasskey | PasskeyRefusal> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    await refuseStatement(made);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: made,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return { kind: "refused", reason: "the signature is wrong" };
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      counter: credential.counter,
      transports: credential.transports ?? [],
      backedUp: credentialBackedUp,
    };
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * Nobody asked for a statement of who made the authenticator, so a browser sends none but of the passkey itself. The
 * certificates of others are not looked at: whoever made them up could have us fetch what they name.
 */
async function refuseStatement({ response }: RegistrationResponseJSON): Promise<void> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const object = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, "base64url")));
  const format = object.get("fmt");
  const isOwn = format === "packed" && object.get("attStmt").get("x5c") === undefined;
  if (format !== "none" && !isOwn) throw new Error("it came with a statement that was not asked for");
}

/** Verifies a passkey that was shown for a challenge of ours. */
export async function verifyShown(
  { origin, rpId }: PasskeySite,
  { challenge, known }: { readonly challenge: string; readonly known: KnownPasskey },
  shown: AuthenticationResponseJSON,
): Promise<{ readonly counter: number; readonly backedUp: boolean } | PasskeyRefusal> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { credentialId, publicKey, counter } = known;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: shown,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter },
    });
    if (!verified) return { kind: "refused", reason: "the signature is wrong" };
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
  } catch (error) {
    return refusalOf(error);
  }
}

/** The library throws for everything that does not fit, and all of it comes from the browser. */
function refusalOf(error: unknown): PasskeyRefusal {
  return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
}

function descriptor({ credentialId, transports }: KnownPasskey) {
  return { id: credentialId, transports: [...transports] };
}

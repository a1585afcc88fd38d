import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";

/** True where the browser can use passkeys: only over https, and on this very machine. */
export function canUsePasskeys(): boolean {
  return window.isSecureContext && typeof window.PublicKeyCredential === "function";
}

/** Asks the browser to show a passkey; null: the person, the browser or the time said no. */
export async function showPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON | null> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return await orNull(startAuthentication({ optionsJSON: options }));
}

/** Asks the browser to make a passkey; null: the person, the browser or the time said no. */
export async function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON | null> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  return await orNull(startRegistration({ optionsJSON: options }));
}

/** Browsers tell a refusal, a time-out and a passkey that does not fit apart from nothing, and the person saw which it was. */
async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && REFUSALS.includes(error.name)) return null;
    throw error;
  }
}

const REFUSALS = ["NotAllowedError", "AbortError", "InvalidStateError"];

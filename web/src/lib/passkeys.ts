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

/** Why there is no passkey: somebody, the browser or the time said no; or the page was opened at another address than its own. */
export type NoPasskey = "refused" | "wrong-address";

/** Asks the browser to show a passkey. */
export async function showPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON | NoPasskey> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return await orWhyNot(startAuthentication({ optionsJSON: options }));
}

/** Asks the browser to make a passkey. */
export async function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON | NoPasskey> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  return await orWhyNot(startRegistration({ optionsJSON: options }));
}

/** Says in words why there is no passkey. */
export function sayNoPasskey(why: NoPasskey): string {
  return why === "refused"
    ? "The browser gave no passkey. Try again, or take another way."
    : "Passkeys belong to the server's own address, and this page was opened at another one.";
}

/** Browsers do not tell a no from a time-out or a passkey that does not fit; the person saw which it was. */
async function orWhyNot<Answer>(asked: Promise<Answer>): Promise<Answer | NoPasskey> {
  try {
    return await asked;
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "SecurityError") return "wrong-address";
    if (REFUSALS.includes(name)) return "refused";
    throw error;
  }
}

const REFUSALS = ["NotAllowedError", "AbortError", "InvalidStateError"];

/** What authenticator apps agree on: six digits of SHA-1, another code every 30 seconds (RFC 6238). */
const FORM = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** Clocks differ, and typing takes time: the code before and the one after are taken too. */
const WINDOW = 1;

/** A new secret for an authenticator app, with the address by which the app takes it in. */
export interface NewTotp {
  /** Base32, to be typed where no camera is at hand. */
  readonly secret: string;
  readonly uri: string;
}

/** Makes a new secret for an authenticator app; `issuer` and `label` are what the app shows beside its codes. */
export async function newTotp(names: { readonly issuer: string; readonly label: string }): Promise<NewTotp> {
  const { Secret, TOTP } = await import("otpauth");
  const totp = new TOTP({ ...FORM, ...names, secret: new Secret({ size: SECRET_BYTES }) });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The time step whose code this is, near an instant; null: it is no code of that secret now. */
export async function totpStep(secret: string, code: string, now: number): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const { Secret, TOTP } = await import("otpauth");
  const totp = new TOTP({ ...FORM, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

/** A picture of a text that cameras read, as SVG. */
export async function qrCode(text: string): Promise<string> {
  const { renderSVG } = await import("uqr");
  // Black on white with a quiet margin, whatever the page's colours are: many cameras read nothing else.
  return renderSVG(text, { ecc: "M", border: 4 });
}

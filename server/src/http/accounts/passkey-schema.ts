import { z } from "zod";

const Base64Url = z
  .string()
  .min(1)
  .max(100_000)
  .regex(/^[\w-]+={0,2}$/, { error: "must be base64url" });

/** What every answer of an authenticator holds; what else browsers send is let through and not looked at. */
const answer = {
  id: Base64Url.max(2_000),
  rawId: Base64Url.max(2_000),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["cross-platform", "platform"]).optional(),
  clientExtensionResults: z.looseObject({}).default({}),
};

/** A passkey that was made: what a browser gives as RegistrationResponseJSON. */
export const MadePasskey = z
  .looseObject({
    ...answer,
    response: z.looseObject({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      transports: z.array(z.string().max(50)).max(10).optional(),
    }),
  })
  .meta({ id: "MadePasskeyInput" });

/** A passkey that was shown: what a browser gives as AuthenticationResponseJSON. */
export const ShownPasskey = z
  .looseObject({
    ...answer,
    response: z.looseObject({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
      userHandle: z.string().max(200).optional(),
    }),
  })
  .meta({ id: "ShownPasskeyInput" });

/** What a browser needs to make a passkey. */
export const PasskeyCreationOptions = z
  .looseObject({ challenge: z.string(), rp: z.looseObject({ id: z.string() }) })
  .describe("PublicKeyCredentialCreationOptionsJSON of WebAuthn.")
  .meta({ id: "PasskeyCreationOptions" });

/** What a browser needs to show a passkey. */
export const PasskeyRequestOptions = z
  .looseObject({ challenge: z.string(), rpId: z.string() })
  .describe("PublicKeyCredentialRequestOptionsJSON of WebAuthn.")
  .meta({ id: "PasskeyRequestOptions" });

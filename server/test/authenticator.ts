import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** An authenticator in software: it makes passkeys and shows them, as a phone, a password manager or a stick does. */
export interface Authenticator {
  /** Makes a passkey, as `navigator.credentials.create` gives it to a page. */
  create(options: CreationOptions, lies?: Lies): Promise<MadeJson>;
  /** Shows the passkey that it made last, as `navigator.credentials.get` does. */
  get(options: RequestOptions, lies?: Lies): Promise<ShownJson>;
  /** How often it was used; a copy of an authenticator goes on counting from where it was made. */
  counter: number;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

/** What a browser or an authenticator that is not honest says instead. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  /** False: nobody showed that it is the owner who holds it. */
  readonly userVerified?: boolean;
  readonly challenge?: string;
  readonly type?: string;
  /** Whose passkey it claims to be, base64url. */
  readonly userHandle?: string;
  /** True: another key signs. */
  readonly otherKey?: boolean;
  /** A statement of who made it, which nobody asked for. */
  readonly format?: string;
}

export interface MadeJson {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults: object;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: string[];
  };
}

export interface ShownJson {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults: object;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle: string;
  };
}

interface Held {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly userHandle: string;
}

/** Flags of the authenticator's data (WebAuthn, §6.1). */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** Makes an authenticator in the browser on a page of this origin. */
export function createAuthenticator(origin: string): Authenticator {
  let held: Held | null = null;
  const authenticator: Authenticator = {
    counter: 0,
    async create({ challenge, rp, user }, lies = {}) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      held = { id: randomBytes(16), key: privateKey, userHandle: user.id };
      const data = authenticatorData(rp.id, authenticator.counter, lies, attested(held.id, publicKey));
      const statement = lies.format ?? "none";
      return {
        ...named(held.id),
        response: {
          clientDataJSON: clientData({ type: "webauthn.create", challenge, origin }, lies),
          attestationObject: cbor(
            new Map<CborValue, CborValue>([
              ["fmt", statement],
              ["attStmt", new Map()],
              ["authData", data],
            ]),
          ).toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    async get({ challenge, rpId }, lies = {}) {
      if (held === null) throw new Error("the authenticator has no passkey");
      authenticator.counter += 1;
      const data = authenticatorData(rpId, authenticator.counter, lies);
      const client = clientData({ type: "webauthn.get", challenge, origin }, lies);
      const signed = Buffer.concat([data, sha256(Buffer.from(client, "base64url"))]);
      const key = lies.otherKey ? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey : held.key;
      return {
        ...named(held.id),
        response: {
          clientDataJSON: client,
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", signed, key).toString("base64url"),
          userHandle: lies.userHandle ?? held.userHandle,
        },
      };
    },
  };
  return authenticator;
}

function named(id: Buffer) {
  const text = id.toString("base64url");
  return { id: text, rawId: text, type: "public-key", clientExtensionResults: {} } as const;
}

function clientData(said: { type: string; challenge: string; origin: string }, lies: Lies): string {
  const { type, challenge, origin } = { ...said, ...lies };
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
}

function authenticatorData(
  rpId: string | undefined,
  counter: number,
  lies: Lies,
  credential: Buffer = Buffer.alloc(0),
): Buffer {
  const verified = lies.userVerified === false ? 0 : USER_VERIFIED;
  const flags = USER_PRESENT | verified | (credential.length > 0 ? HAS_CREDENTIAL : 0);
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(counter);
  return Buffer.concat([sha256(Buffer.from(lies.rpId ?? rpId ?? "")), Buffer.from([flags]), counted, credential]);
}

/** The new credential: a maker of zeros, its id and its public key as COSE. */
function attested(id: Buffer, publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const cose = new Map<CborValue, CborValue>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
  return Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(cose)]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

type CborValue = number | string | Buffer | Map<CborValue, CborValue>;

/** As much of CBOR (RFC 8949) as authenticators write. */
function cbor(value: CborValue): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
}

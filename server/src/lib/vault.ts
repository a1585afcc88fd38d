import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** Everything that needs the master key: sealing secrets at rest and look-up codes for them. */
export interface Vault {
  /** AES-256-GCM; the result is text and differs each time. */
  seal(plain: string): string;
  /** Throws when the text was sealed with another key or was changed. */
  open(sealed: string): string;
  /** HMAC-SHA-256 as hex: the same value gives the same code, and the code gives nothing away. */
  code(value: string): string;
  /**
   * Another name for a UUID, 32 hex digits: always the same for one use, and without the master key nobody finds the
   * UUID from it or the name from the UUID.
   */
  mask(uuid: string, use: string): string;
  /** The UUID behind such a name; a name that was made up gives a UUID that nobody has. Null: it cannot be one. */
  unmask(masked: string, use: string): string | null;
  /** Tells this master key from another without giving it away. */
  readonly fingerprint: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Without it a tag that was cut to four bytes would be taken. */
const TAG = { authTagLength: TAG_BYTES };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MASKED = /^[0-9a-f]{32}$/;

const KEY_BYTES = 32;

function derive(masterKey: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", masterKey, "watchbell", use, KEY_BYTES));
}

/**
 * What codes and masks are made with. It stays when the master key is changed: of most values only the code is stored,
 * and nobody could make another one of it.
 */
export function lookUpSecretOf(masterKey: Uint8Array): Uint8Array {
  return Buffer.concat([derive(masterKey, "code"), derive(masterKey, "mask")]);
}

/** Makes a vault of a master key of at least 32 bytes; its look-up secret follows from it until the key is changed. */
export function createVault(masterKey: Uint8Array, lookUpSecret: Uint8Array = lookUpSecretOf(masterKey)): Vault {
  if (lookUpSecret.length !== 2 * KEY_BYTES) throw new Error("a look-up secret has 64 bytes");
  const sealKey = derive(masterKey, "seal");
  const codeKey = lookUpSecret.subarray(0, KEY_BYTES);
  const maskRoot = lookUpSecret.subarray(KEY_BYTES);
  // One block of AES: a permutation of all UUIDs, another one for each use.
  const maskKey = (use: string): Buffer => createHmac("sha256", maskRoot).update(use).digest();
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce, TAG);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(text) {
      const bytes = Buffer.from(text, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", sealKey, bytes.subarray(0, NONCE_BYTES), TAG);
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    },
    code: (value) => createHmac("sha256", codeKey).update(value).digest("hex"),
    mask(uuid, use) {
      if (!UUID.test(uuid)) throw new Error("only a UUID can be masked");
      const block = createCipheriv("aes-256-ecb", maskKey(use), null).setAutoPadding(false);
      return block.update(uuid.replaceAll("-", ""), "hex", "hex") + block.final("hex");
    },
    unmask(masked, use) {
      if (!MASKED.test(masked)) return null;
      const block = createDecipheriv("aes-256-ecb", maskKey(use), null).setAutoPadding(false);
      const hex = block.update(masked, "hex", "hex") + block.final("hex");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
    fingerprint: derive(masterKey, "fingerprint").toString("hex").slice(0, 16),
  };
}

/** Compares two texts without telling by time where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

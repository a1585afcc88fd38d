import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** Everything that needs the master key: sealing secrets at rest and look-up codes for them. */
export interface Vault {
  /** AES-256-GCM; the result is text and differs each time. */
  seal(plain: string): string;
  /** Throws when the text was sealed with another key or was changed. */
  open(sealed: string): string;
  /** HMAC-SHA-256 as hex: the same value gives the same code, and the code gives nothing away. */
  code(value: string): string;
  /** Tells this master key from another without giving it away. */
  readonly fingerprint: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Without it a tag that was cut to four bytes would be taken. */
const TAG = { authTagLength: TAG_BYTES };

/** Makes a vault of a master key of at least 32 bytes. */
export function createVault(masterKey: Uint8Array): Vault {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync("sha256", masterKey, "watchbell", use, 32));
  const sealKey = derive("seal");
  const codeKey = derive("code");
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
    fingerprint: derive("fingerprint").toString("hex").slice(0, 16),
  };
}

/** Compares two texts without telling by time where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

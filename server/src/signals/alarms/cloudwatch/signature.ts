import { verify, X509Certificate } from "node:crypto";
import type { HttpClient } from "../../../lib/http-client.ts";
import type { AlarmOptions } from "../../../model/index.ts";
import type { Verified } from "../contract.ts";
import { parseInstant } from "../shared/instants.ts";
import type { Envelope } from "./envelope.ts";
import { snsAddress } from "./sns-address.ts";

/** SNS tries again for at most an hour; clocks differ by a little. */
const OLDEST_MS = 3_600_000 + 300_000;
const NEWEST_MS = 300_000;
const MAX_CERTIFICATES = 50;
const CERTIFICATE_TIMEOUT_MS = 5_000;
const MAX_CERTIFICATE_BYTES = 20_000;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html: these, in this order. */
const NOTIFICATION_NAMES = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;
const CONFIRMATION_NAMES = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const;
const HASHES = { "1": "RSA-SHA1", "2": "RSA-SHA256" } as const;

export interface SignatureCheck {
  check(
    envelope: Envelope,
    context: { readonly options: AlarmOptions; readonly receivedAt: number; readonly http: HttpClient },
  ): Promise<Verified>;
}

/** Makes the check of SNS signatures; it keeps the certificates that it fetched, which change about once a year. */
export function createSignatureCheck(): SignatureCheck {
  const certificates = new Map<string, X509Certificate>();

  const fetchCertificate = async (url: string, http: HttpClient): Promise<X509Certificate | null> => {
    const result = await http.request({
      method: "GET",
      url,
      timeoutMs: CERTIFICATE_TIMEOUT_MS,
      maxBytes: MAX_CERTIFICATE_BYTES,
    });
    if (result.kind === "failed" || result.status !== 200) return null;
    const certificate = parseCertificate(result.body);
    if (certificate === null) return null;
    if (certificates.size >= MAX_CERTIFICATES) certificates.clear();
    certificates.set(url, certificate);
    return certificate;
  };

  return {
    async check(envelope, { options, receivedAt, http }) {
      const { TopicArn, SigningCertURL } = envelope;
      if (options.snsTopics.length > 0 && !options.snsTopics.includes(TopicArn)) {
        return forged("Its SNS topic is not on the token's list.");
      }
      const sentAt = parseInstant(envelope.Timestamp);
      if (sentAt === null || sentAt < receivedAt - OLDEST_MS || sentAt > receivedAt + NEWEST_MS) {
        return forged("It was sent too long ago, or in the future.");
      }
      const url = snsAddress(SigningCertURL, TopicArn);
      if (url === null || !url.pathname.endsWith(".pem")) return forged("Its certificate does not lie with SNS.");
      const certificate = certificates.get(url.href) ?? (await fetchCertificate(url.href, http));
      if (certificate === null) {
        return {
          kind: "unchecked",
          reason: "Its signature was not checked: the certificate of SNS could not be fetched.",
        };
      }
      return isSignedBy(envelope, certificate, receivedAt)
        ? { kind: "genuine" }
        : forged("Its signature is not that of its certificate, or the certificate is not valid now.");
    },
  };
}

function forged(reason: string): Verified {
  return { kind: "forged", reason };
}

function parseCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    // Whatever was answered, it is no certificate.
    return null;
  }
}

function isSignedBy(envelope: Envelope, certificate: X509Certificate, now: number): boolean {
  const isValid = Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
  if (!isValid) return false;
  const text = Buffer.from(signedText(envelope), "utf8");
  const signature = Buffer.from(envelope.Signature, "base64");
  try {
    return verify(HASHES[envelope.SignatureVersion], text, certificate.publicKey, signature);
  } catch {
    // A key of another kind cannot have signed it.
    return false;
  }
}

/** Each name and value on a line of its own; what is absent has no lines. */
export function signedText(envelope: Envelope): string {
  const names = envelope.Type === "Notification" ? NOTIFICATION_NAMES : CONFIRMATION_NAMES;
  const values: Readonly<Record<string, unknown>> = envelope;
  return names.flatMap((name) => (typeof values[name] === "string" ? [`${name}\n${values[name]}\n`] : [])).join("");
}

import { createHmac } from "node:crypto";
import { sameText } from "../../../lib/vault.ts";
import type { AlarmSignature } from "../../../model/index.ts";
import type { AlarmRequest, Verified } from "../contract.ts";

/** Clocks differ by a little, and a signature that was overheard is worth nothing for longer. */
const TOLERANCE_MS = 300_000;

/**
 * Checks a signature as Grafana makes it: HMAC-SHA256 in hexadecimal of the body, or of `seconds:body` where the time is
 * sent in a header of its own.
 */
export function checkHmacSignature(
  { headers, body, receivedAt }: AlarmRequest,
  { header, timestampHeader }: AlarmSignature,
  secret: string,
): Verified {
  const given = headers[header.toLowerCase()]?.trim().toLowerCase();
  if (!given) return forged(`The header ${header} is missing: this token takes signed alarms only.`);
  const hmac = createHmac("sha256", secret);
  if (timestampHeader !== null) {
    const seconds = headers[timestampHeader.toLowerCase()]?.trim() ?? "";
    if (!/^\d{1,12}$/.test(seconds)) return forged(`The header ${timestampHeader} is missing, or holds no seconds.`);
    if (Math.abs(Number(seconds) * 1_000 - receivedAt) > TOLERANCE_MS) {
      return forged(`The time in ${timestampHeader} is more than five minutes away from ours.`);
    }
    hmac.update(`${seconds}:`);
  }
  return sameText(given, hmac.update(body).digest("hex"))
    ? { kind: "genuine" }
    : forged(`The signature in ${header} does not fit: another secret, another timestamp header, or a changed body.`);
}

function forged(reason: string): Verified {
  return { kind: "forged", reason };
}

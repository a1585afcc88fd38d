import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { codedError, connectionFault } from "./connection-faults.ts";

/** What the other side of a TLS connection showed of itself. */
export interface PeerCertificate {
  readonly validFromAt: number;
  readonly validToAt: number;
  /** The name that it is for. */
  readonly subject: string;
  readonly issuer: string;
  /** What is wrong with it, as the end of a sentence; null when it was verified. */
  readonly fault: string | null;
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
}

/** The certificate of a connected socket; null for one without TLS. */
export function peerCertificate(socket: Socket): PeerCertificate | null {
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerCertificate();
  if (certificate?.valid_to === undefined) return null;
  return {
    validFromAt: Date.parse(certificate.valid_from),
    validToAt: Date.parse(certificate.valid_to),
    subject: nameIn(certificate.subject),
    issuer: nameIn(certificate.issuer),
    fault: socket.authorized ? null : connectionFault(codedError(String(socket.authorizationError))),
    protocol: socket.getProtocol() ?? "",
  };
}

function nameIn(names: Readonly<Record<string, string | string[] | undefined>> | undefined): string {
  const name = names?.CN ?? names?.O ?? "";
  return Array.isArray(name) ? name.join(", ") : name;
}

import type { Scalar } from "./notification.ts";

export const PROBE_KINDS = ["dns", "http", "task", "tcp", "tls"] as const;
/** What a probe looks at, and so how. */
export type ProbeKind = (typeof PROBE_KINDS)[number];

export const PROBE_VERDICTS = ["ok", "error", "asleep"] as const;
/** What one probe found. `asleep`: a task is in its sleep window, which changes nothing. */
export type ProbeVerdict = (typeof PROBE_VERDICTS)[number];

export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "contains", "exists", "absent"] as const;
/** How a value that was met is held against the one in a condition. */
export type Comparison = (typeof COMPARISONS)[number];

/** Something that must hold for a probe to be ok. */
export type Condition =
  /** HTTP status; each entry is one status (`301`), a class (`2xx`) or a range (`200-204`). */
  | { readonly type: "status"; readonly in: readonly string[] }
  /** A text in what was received, letter case included. With `absent` it must not be there. */
  | { readonly type: "keyword"; readonly text: string; readonly absent: boolean }
  /** A place in a JSON body, such as `data.items[0].name`. */
  | { readonly type: "json"; readonly path: string; readonly op: Comparison; readonly value: Scalar }
  | { readonly type: "header"; readonly name: string; readonly op: Comparison; readonly value: Scalar }
  /** Any one of the answers of a DNS query. */
  | { readonly type: "answer"; readonly op: Comparison; readonly value: Scalar }
  | { readonly type: "response-time"; readonly maxMs: number }
  /** The certificate is valid for at least so many days more. */
  | { readonly type: "certificate"; readonly minDays: number };

export const AUTH_TYPES = ["basic", "bearer", "header", "token"] as const;
/** How a probe makes itself known. `token`: it fetches a token and sends that. */
export type AuthType = (typeof AUTH_TYPES)[number];

/** The credentials of a probe as they are kept: only whoever claims the probe gets them opened. */
export interface ProbeAuth {
  readonly type: AuthType;
  /** The names of the credentials that are set. */
  readonly set: readonly string[];
  readonly sealed: string;
}

/** Between two tries of one probe. */
export const PROBE_RETRY_PAUSE_MS = 1_000;

interface ProbeCommon {
  /** For one try. */
  readonly timeoutMs: number;
  /** How often it is tried again, a second apart, before it counts as an error. */
  readonly retries: number;
  /** The interval after an error; null: as always. */
  readonly errorIntervalMs: number | null;
}

/** A page or an API, looked at over HTTP. */
export interface HttpProbeSpec extends ProbeCommon {
  readonly type: "http";
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Redirects that are followed at most; 0: the redirect itself is the answer. */
  readonly maxRedirects: number;
  /** False: a certificate that nobody vouches for is taken. */
  readonly verifyCertificate: boolean;
  readonly auth: ProbeAuth | null;
  /** All must hold; without a status among them 2xx is expected. */
  readonly conditions: readonly Condition[];
}

/** A job that tells over HTTP about its last run (docs/probes/task.md). */
export interface TaskProbeSpec extends ProbeCommon {
  readonly type: "task";
  readonly url: string;
  readonly verifyCertificate: boolean;
  readonly auth: ProbeAuth | null;
}

/** A TCP port. */
export interface TcpProbeSpec extends ProbeCommon {
  readonly type: "tcp";
  readonly host: string;
  readonly port: number;
  /** Sent as soon as the connection stands; null: nothing. */
  readonly send: string | null;
  readonly conditions: readonly Condition[];
}

export const DNS_RECORD_TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"] as const;
export type DnsRecordType = (typeof DNS_RECORD_TYPES)[number];

/** A name in the DNS. */
export interface DnsProbeSpec extends ProbeCommon {
  readonly type: "dns";
  readonly name: string;
  readonly recordType: DnsRecordType;
  /** Address of the server that is asked; null: those of this machine. */
  readonly server: string | null;
  readonly conditions: readonly Condition[];
}

/** A certificate. */
export interface TlsProbeSpec extends ProbeCommon {
  readonly type: "tls";
  readonly host: string;
  readonly port: number;
  /** The name that is asked for and that the certificate must be for; null: the host. */
  readonly serverName: string | null;
  readonly conditions: readonly Condition[];
}

/** What a probe does, as people decided it. */
export type ProbeSpec = HttpProbeSpec | TaskProbeSpec | TcpProbeSpec | DnsProbeSpec | TlsProbeSpec;

/** How long the parts of a probe took; null: that part did not happen. */
export interface ProbeTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the request to the first byte of the answer. */
  readonly firstByteMs: number | null;
  readonly totalMs: number;
}

/** What one run of a probe found. */
export interface ProbeOutcome {
  readonly verdict: ProbeVerdict;
  /** One sentence without its full stop, with the value that was met: `status 502, expected 2xx`. */
  readonly reason: string;
  readonly timings: ProbeTimings;
  /** What else was seen, such as the status or the days that a certificate has left. */
  readonly details: Readonly<Record<string, Scalar>>;
}

/** One recorded outcome. */
export interface ProbeResult extends ProbeOutcome {
  readonly n: number;
  readonly at: number;
}

/** What a probe connects to: probes of one host share its slots. */
export function probeHost(spec: ProbeSpec): string {
  switch (spec.type) {
    case "http":
    case "task":
      return /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(spec.url)?.[1]?.toLowerCase() ?? "";
    case "tcp":
    case "tls":
      return `${spec.host.toLowerCase()}:${spec.port}`;
    case "dns":
      return `dns ${spec.server ?? ""}`;
  }
}

import type { Monitor } from "../../../api/monitors.ts";
import { type ConditionValues, conditionBody, conditionValues } from "./condition-values.ts";
import { type DurationValue, durationValue, numberOf, secondsOf } from "./duration-value.ts";

/** A probe as the API shows it. */
export type Probe = NonNullable<Monitor["probe"]>;
/** What a probe looks at. */
export type ProbeType = Probe["type"];
type HttpProbe = Extract<Probe, { readonly type: "http" }>;

/** How a probe makes itself known, as it is typed. */
export interface AuthValues {
  readonly type: "none" | "basic" | "bearer" | "header" | "token";
  /** Credentials that are set are kept until new ones are typed. */
  readonly isKept: boolean;
  readonly credentials: Readonly<Record<string, string>>;
}

/** A probe as it is typed, with the fields of every type: what was typed stays when the type is changed. */
export interface ProbeValues {
  readonly type: ProbeType;
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly dnsName: string;
  readonly recordType: Extract<Probe, { readonly type: "dns" }>["recordType"];
  readonly server: string;
  readonly serverName: string;
  readonly send: string;
  readonly method: HttpProbe["method"];
  /** One header a line: `Name: value`. */
  readonly headers: string;
  readonly body: string;
  readonly maxRedirects: string;
  readonly verifyCertificate: boolean;
  readonly auth: AuthValues;
  readonly conditions: readonly ConditionValues[];
  /** Seconds. */
  readonly timeout: string;
  readonly retries: string;
  readonly errorInterval: DurationValue;
}

/** A probe before anything is typed. */
export function newProbe(type: ProbeType): ProbeValues {
  return {
    type,
    url: "",
    host: "",
    port: type === "tls" ? "443" : "",
    dnsName: "",
    recordType: "A",
    server: "",
    serverName: "",
    send: "",
    method: "GET",
    headers: "",
    body: "",
    maxRedirects: "5",
    verifyCertificate: true,
    auth: { type: "none", isKept: false, credentials: {} },
    conditions: [],
    timeout: "10",
    retries: "1",
    errorInterval: { count: "", unit: "seconds" },
  };
}

/** A probe of the API as it is typed. */
export function probeValues(probe: Probe): ProbeValues {
  const { type, timeoutMs, retries, errorIntervalMs } = probe;
  const fresh = newProbe(type);
  const auth = "auth" in probe && probe.auth !== null ? probe.auth.type : "none";
  return {
    ...fresh,
    ...targetValues(probe),
    ...(probe.type === "http" && {
      method: probe.method,
      headers: Object.entries(probe.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n"),
      body: probe.body ?? "",
      maxRedirects: String(probe.maxRedirects),
    }),
    ...("verifyCertificate" in probe && { verifyCertificate: probe.verifyCertificate }),
    auth: { type: auth, isKept: auth !== "none", credentials: {} },
    conditions: "conditions" in probe ? probe.conditions.map(conditionValues) : [],
    timeout: String(timeoutMs / 1_000),
    retries: String(retries),
    errorInterval: errorIntervalMs === null ? fresh.errorInterval : durationValue(errorIntervalMs / 1_000),
  };
}

function targetValues(probe: Probe): Partial<ProbeValues> {
  switch (probe.type) {
    case "http":
    case "task":
      return { url: probe.url };
    case "tcp":
      return { host: probe.host, port: String(probe.port), send: probe.send ?? "" };
    case "tls":
      return { host: probe.host, port: String(probe.port), serverName: probe.serverName ?? "" };
    case "dns":
      return { dnsName: probe.name, recordType: probe.recordType, server: probe.server ?? "" };
  }
}

/** What was typed, as the API takes it. What is wrong with it the API says best, so it goes there as it is. */
export function probeBody(values: ProbeValues): Readonly<Record<string, unknown>> {
  const { type, timeout, retries, errorInterval, conditions } = values;
  return {
    type,
    ...targetBody(values),
    ...(type !== "task" && { conditions: conditions.map(conditionBody) }),
    timeoutMs: Math.round(numberOf(timeout) * 1_000),
    retries: numberOf(retries),
    errorIntervalMs: errorInterval.count.trim() === "" ? null : Math.round(secondsOf(errorInterval) * 1_000),
  };
}

function targetBody(values: ProbeValues): Readonly<Record<string, unknown>> {
  const { host, port, verifyCertificate } = values;
  switch (values.type) {
    case "http":
      return {
        url: values.url.trim(),
        method: values.method,
        headers: headersOf(values.headers),
        body: values.body === "" ? null : values.body,
        maxRedirects: numberOf(values.maxRedirects),
        verifyCertificate,
        auth: authBody(values.auth),
      };
    case "task":
      return { url: values.url.trim(), verifyCertificate, auth: authBody(values.auth) };
    case "tcp":
      return { host: host.trim(), port: numberOf(port), send: values.send === "" ? null : values.send };
    case "tls":
      return { host: host.trim(), port: numberOf(port), serverName: values.serverName.trim() || null };
    case "dns":
      return { name: values.dnsName.trim(), recordType: values.recordType, server: values.server.trim() || null };
  }
}

function authBody({ type, isKept, credentials }: AuthValues): unknown {
  if (type === "none") return null;
  const filled = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== ""));
  return isKept ? { type } : { type, credentials: filled };
}

function headersOf(lines: string): Readonly<Record<string, string>> {
  const pairs = lines.split("\n").flatMap((line) => {
    const at = line.indexOf(":");
    return line.trim() === ""
      ? []
      : [[line.slice(0, at < 0 ? undefined : at).trim(), at < 0 ? "" : line.slice(at + 1).trim()]];
  });
  return Object.fromEntries(pairs) as Readonly<Record<string, string>>;
}

/** What can be told to be wrong before the API is asked, by the name of the field. */
export function checkProbe(values: ProbeValues): Record<string, string> {
  const { type } = values;
  const needsUrl = type === "http" || type === "task";
  const needsHost = type === "tcp" || type === "tls";
  return {
    ...(needsUrl && values.url.trim() === "" && { "probe.url": "Say what to look at." }),
    ...(needsHost && values.host.trim() === "" && { "probe.host": "Say which host." }),
    ...(needsHost && !(numberOf(values.port) >= 1) && { "probe.port": "Give a port, such as 443." }),
    ...(type === "dns" && values.dnsName.trim() === "" && { "probe.name": "Say which name to ask for." }),
    ...(!(numberOf(values.timeout) > 0) && { "probe.timeoutMs": "Give seconds, such as 10." }),
    ...(!(numberOf(values.retries) >= 0) && { "probe.retries": "Give a number; 0 tries once." }),
    ...(values.errorInterval.count.trim() !== "" &&
      !(secondsOf(values.errorInterval) > 0) && { "probe.errorIntervalMs": "Give a number, or nothing." }),
  };
}

/** How Py Pinger's token gets to the tasks. */
export type PingerToken =
  | { readonly kind: "static"; readonly header: string; readonly token: string }
  | {
      readonly kind: "login";
      readonly header: string;
      readonly url: string;
      readonly username: string;
      readonly password: string;
      readonly usernameField: string;
      readonly passwordField: string;
      readonly tokenField: string | null;
    };

/** One service that is told; the fields are those of our provider of this name. */
export interface PingerService {
  readonly name: "slack" | "hipchat" | "sentry";
  readonly credentials: Readonly<Record<string, string>>;
}

/** A `pinger.ini`, read. */
export interface PingerConfig {
  readonly intervalMs: number;
  readonly errorIntervalMs: number;
  /** Verbose, and the `dev` URLs instead of the `prod` ones. */
  readonly debug: boolean;
  /** Logs each date decision. */
  readonly debugNow: boolean;
  readonly greeting: string | null;
  /** Nothing is sent outside. */
  readonly onlyLog: boolean;
  readonly urls: readonly string[];
  readonly services: readonly PingerService[];
  readonly token: PingerToken | null;
}

/** What is wrong in a `pinger.ini`: never holds the value of a secret. */
export interface PingerProblem {
  readonly section: string | null;
  readonly key: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly hint: string;
}

export type ParsedPinger =
  | { readonly kind: "ok"; readonly pinger: PingerConfig; readonly notes: readonly PingerProblem[] }
  | { readonly kind: "problems"; readonly problems: readonly PingerProblem[] };

/** Says a problem in two lines: `[urls] prod, line 12: …`, then the hint. */
export function renderPingerProblem({ section, key, line, message, hint }: PingerProblem): string {
  const place = [section === null ? "" : `[${section}]`, key ?? ""].filter((part) => part !== "").join(" ");
  const where = [place, line === null ? "" : `line ${line}`].filter((part) => part !== "").join(", ");
  return `${where === "" ? "" : `${where}: `}${message}\n    ${hint}`;
}

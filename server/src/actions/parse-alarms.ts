import type { AlarmOptions } from "../model/index.ts";
import type { AlarmRequest, AlarmSource, ParsedAlarms } from "../signals/alarms/contract.ts";
import type { App } from "./app.ts";

/** Bytes that are read of a body at most; a longer one cannot be read whole and is told as it is. */
export const MAX_ALARM_BODY_BYTES = 1_048_576;

/** A body with what is needed to read it. */
export interface AlarmInput {
  /** What the URL names; there may be no such source. */
  readonly sourceName: string;
  readonly source: AlarmSource | undefined;
  /** `body` holds at most MAX_ALARM_BODY_BYTES. */
  readonly request: AlarmRequest;
  readonly totalBytes: number;
  readonly options: AlarmOptions;
}

/** Reads what a monitoring system sent; whatever it is, something comes out. */
export function parseAlarms(
  app: Pick<App, "log">,
  { source, sourceName, request, totalBytes, options }: AlarmInput,
): ParsedAlarms {
  if (source === undefined) return { kind: "unparsed", reason: "The address names a source that does not exist." };
  if (totalBytes > MAX_ALARM_BODY_BYTES) return { kind: "unparsed", reason: "The body is larger than 1 MB." };
  try {
    return source.parse(request, options);
  } catch (error) {
    // A parser must be total; if one is not, the alarm is told all the same.
    app.log.error({ source: sourceName, err: error }, "an alarm could not be parsed");
    return { kind: "unparsed", reason: "Reading it failed on our side; the log of the server says why." };
  }
}

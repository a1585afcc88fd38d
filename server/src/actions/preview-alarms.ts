import type { AlarmReport } from "../model/index.ts";
import type { App } from "./app.ts";
import { type AlarmInput, parseAlarms } from "./parse-alarms.ts";
import { unparsedReport } from "./unparsed-report.ts";

/** What would be made of a body. */
export interface AlarmPreview {
  /** Why it could not be read; it would be told as it is. Null when it could. */
  readonly unparsed: string | null;
  /** What would be told. */
  readonly reports: readonly AlarmReport[];
}

/** Tells what would be made of a body that a monitoring system sends. Nothing is kept, told or opened. */
export function previewAlarms(app: Pick<App, "log">, input: AlarmInput): AlarmPreview {
  const parsed = parseAlarms(app, input);
  switch (parsed.kind) {
    case "reports":
      return { unparsed: null, reports: parsed.reports };
    case "confirm":
      return { unparsed: null, reports: [parsed.report] };
    case "unparsed":
      return {
        unparsed: parsed.reason,
        reports: [unparsedReport(input.sourceName, input.request.body, { reason: parsed.reason, isKept: true })],
      };
  }
}

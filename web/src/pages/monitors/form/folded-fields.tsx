import { Fold } from "../../../ui/fold.tsx";
import { FilterFields } from "./filter-fields.tsx";
import type { FormPart } from "./form-part.ts";
import { JudgingFields } from "./judging-fields.tsx";
import { isProbe, type MonitorValues } from "./monitor-values.ts";
import { MoreFields } from "./more-fields.tsx";
import { RequestFields } from "./request-fields.tsx";
import { WorkingTimeFields } from "./working-time-fields.tsx";

interface FoldedFieldsProps extends FormPart<MonitorValues> {
  readonly scheduled: FormPart<MonitorValues["schedule"]>;
  readonly probing: FormPart<MonitorValues["probe"]>;
  readonly filters: FormPart<MonitorValues["filters"]>;
}

/** What most people leave as it is. A part opens by itself when something in it is wrong. */
export function FoldedFields({ scheduled, probing, filters, ...whole }: FoldedFieldsProps) {
  const { values, errorOf } = whole;
  const { watched } = values;
  const hasError = (...names: readonly string[]): boolean => errorOf(...names) !== null;
  return (
    <div className="grid gap-2">
      {isProbe(watched) && (
        <Fold
          title="The request"
          aside={REQUEST_ASIDE[watched]}
          open={hasError(...REQUEST_FIELDS.map((field) => `probe.${field}`))}
        >
          <RequestFields {...probing} type={watched} />
        </Fold>
      )}
      {watched !== "alarm" && (
        <Fold
          title="Down and up"
          aside="failures in a row, severity"
          open={hasError("failuresToDown", "successesToUp", "severity", "expectFirstBy", "schedule.allowedMisses")}
        >
          <JudgingFields {...whole} />
        </Fold>
      )}
      {watched !== "alarm" && (
        <Fold
          title="Working time"
          aside={values.schedule.calendar.isOn ? "only working time counts" : "all the time"}
          open={hasError("schedule.calendar")}
        >
          <WorkingTimeFields {...scheduled} />
        </Fold>
      )}
      {watched === "heartbeat" && (
        <Fold title="Filters" aside={filtersInWords(values.filters)} open={hasError("filters")}>
          <FilterFields {...filters} />
        </Fold>
      )}
      <Fold title="More" aside="when to tell, slug, description" open={hasError("notifyOn", "slug", "description")}>
        <MoreFields {...whole} />
      </Fold>
    </div>
  );
}

const REQUEST_FIELDS = [
  "method",
  "headers",
  "body",
  "maxRedirects",
  "send",
  "serverName",
  "server",
  "auth",
  "timeoutMs",
  "retries",
  "errorIntervalMs",
] as const;

const REQUEST_ASIDE = {
  http: "method, headers, log-in, retries",
  task: "log-in, retries",
  tcp: "what is sent, retries",
  tls: "name, retries",
  dns: "server, retries",
} as const;

function filtersInWords({ onlyPost, readsBody }: MonitorValues["filters"]): string {
  const words = [onlyPost && "only POST", readsBody && "the body decides"].filter(Boolean);
  return words.length === 0 ? "none" : words.join(", ");
}

import { Field } from "../../../ui/field.tsx";
import { Checkbox, Select, TextInput } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import { type MonitorValues, SEVERITIES } from "./monitor-values.ts";

const SEVERITY_WORDS = { critical: "Critical", error: "Error", warning: "Warning", info: "Info" } as const;

/** When it counts as down or up, and how bad that is. */
export function JudgingFields({ values, onChange, errorOf }: FormPart<MonitorValues>) {
  const isHeartbeat = values.watched === "heartbeat";
  const number = (name: "failuresToDown" | "successesToUp", label: string, hint: string) => (
    <Field label={label} error={errorOf(name)} hint={hint}>
      <TextInput
        inputMode="numeric"
        value={values[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {number("failuresToDown", "Down after failures in a row", "Silence past the deadline is down at once.")}
        {number("successesToUp", "Up after successes in a row", "Once it was down.")}
        {isHeartbeat && (
          <Field
            label="Misses allowed"
            error={errorOf("schedule.allowedMisses")}
            hint="Due times in a row that may pass without a ping."
          >
            <TextInput
              inputMode="numeric"
              value={values.schedule.allowedMisses}
              onChange={(event) => onChange({ schedule: { ...values.schedule, allowedMisses: event.target.value } })}
            />
          </Field>
        )}
        <Field label="How bad it is" error={errorOf("severity")} hint="Messages say it; some targets ring louder.">
          <Select
            value={values.severity}
            onChange={(event) => onChange({ severity: event.target.value as MonitorValues["severity"] })}
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {SEVERITY_WORDS[severity]}
              </option>
            ))}
          </Select>
        </Field>
        {isHeartbeat && (
          <Field
            label="First ping by"
            optional
            error={errorOf("expectFirstBy")}
            hint="By this browser's clock. Without it a new monitor waits for ever."
          >
            <TextInput
              type="datetime-local"
              value={values.expectFirstBy}
              onChange={(event) => onChange({ expectFirstBy: event.target.value })}
            />
          </Field>
        )}
      </div>
      <Checkbox
        label="Stay paused until somebody resumes it"
        hint="Otherwise the next success or failure ends a pause."
        checked={values.manualResume}
        onChange={(event) => onChange({ manualResume: event.target.checked })}
      />
    </>
  );
}

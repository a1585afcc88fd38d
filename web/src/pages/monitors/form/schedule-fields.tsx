import { ZoneInput } from "../../../parts/zone-input.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { DurationInput } from "./duration-input.tsx";
import type { FormPart } from "./form-part.ts";
import { SchedulePreview } from "./schedule-preview.tsx";
import type { ScheduleValues } from "./schedule-values.ts";

/** When a heartbeat is due, with its next dates and its reading in plain words. */
export function ScheduleFields(part: FormPart<ScheduleValues>) {
  const { values, onChange, errorOf } = part;
  return (
    <div className="grid gap-4">
      <Segments
        label="It is due"
        value={values.type}
        onChange={(type) => onChange({ type })}
        choices={[
          { value: "period", label: "Every so often" },
          { value: "cron", label: "Crontab line" },
          { value: "oncalendar", label: "OnCalendar" },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {values.type === "period" ? (
          <Field label="Every" error={errorOf("schedule.periodSeconds")} hint="After its last ping.">
            <DurationInput
              value={values.period}
              onChange={(period) => onChange({ period })}
              unitLabel="Unit of the period"
            />
          </Field>
        ) : (
          <ExpressionFields {...part} />
        )}
        <Field
          label="Grace"
          error={errorOf("schedule.graceSeconds")}
          hint="How long it may take after it was due, until it is down."
        >
          <DurationInput value={values.grace} onChange={(grace) => onChange({ grace })} unitLabel="Unit of the grace" />
        </Field>
      </div>
      <SchedulePreview values={values} />
    </div>
  );
}

function ExpressionFields({ values, onChange, errorOf }: FormPart<ScheduleValues>) {
  const isCron = values.type === "cron";
  const error = errorOf("schedule.expression");
  return (
    <>
      <div className="sm:col-span-2">
        {isCron ? (
          <Field label="Crontab line" error={error} hint="Minute, hour, day of the month, month, day of the week.">
            <TextInput
              value={values.cron}
              onChange={(event) => onChange({ cron: event.target.value })}
              spellCheck={false}
              autoCapitalize="off"
              className="font-mono"
            />
          </Field>
        ) : (
          <Field label="OnCalendar" error={error} hint="As in a systemd timer, such as Mon..Fri 06:00.">
            <TextInput
              value={values.oncalendar}
              onChange={(event) => onChange({ oncalendar: event.target.value })}
              spellCheck={false}
              autoCapitalize="off"
              className="font-mono"
            />
          </Field>
        )}
      </div>
      <Field label="Time zone" error={errorOf("schedule.timezone")} hint="By whose clock.">
        <ZoneInput value={values.timezone} onChange={(timezone) => onChange({ timezone })} />
      </Field>
    </>
  );
}

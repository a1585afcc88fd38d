import { classNames } from "../../../lib/class-names.ts";
import { ZoneInput } from "../../../parts/zone-input.tsx";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Checkbox, TextArea, TextInput } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import { type CalendarValues, type ScheduleValues, WEEKDAYS } from "./schedule-values.ts";

/** The due times that do not count: working time, and misses that are allowed. */
export function WorkingTimeFields({ values, onChange, errorOf }: FormPart<ScheduleValues>) {
  const { calendar } = values;
  const change = (next: Partial<CalendarValues>): void => onChange({ calendar: { ...calendar, ...next } });
  return (
    <>
      <Checkbox
        label="Only working time counts"
        hint="Nothing is due outside of it, and a period stands still."
        checked={calendar.isOn}
        onChange={(event) => change({ isOn: event.target.checked })}
      />
      {calendar.isOn && (
        <div className="grid gap-4 border-line border-l-2 pl-4">
          <Weekdays chosen={calendar.weekdays} onChange={(weekdays) => change({ weekdays })} />
          {errorOf("schedule.calendar.weekdays") !== null && (
            <FieldError takesFocus>{errorOf("schedule.calendar.weekdays")}</FieldError>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="Hours"
              error={errorOf("schedule.calendar.hours")}
              hint="Such as 08:00-12:00, 13:00-17:00. Empty: all day."
            >
              <TextInput value={calendar.hours} onChange={(event) => change({ hours: event.target.value })} />
            </Field>
            <Field label="Time zone of working time" error={errorOf("schedule.calendar.timezone")}>
              <ZoneInput value={calendar.timezone} onChange={(timezone) => change({ timezone })} />
            </Field>
          </div>
          <Field
            label="Holidays"
            optional
            error={errorOf("schedule.calendar.holidays")}
            hint="Dates that never count, such as 2026-12-25."
          >
            <TextArea value={calendar.holidays} onChange={(event) => change({ holidays: event.target.value })} />
          </Field>
          {errorOf("schedule.calendar") !== null && !hasOwnField(errorOf) && (
            <FieldError takesFocus>{errorOf("schedule.calendar")}</FieldError>
          )}
        </div>
      )}
    </>
  );
}

function hasOwnField(errorOf: FormPart<ScheduleValues>["errorOf"]): boolean {
  const parts = ["weekdays", "hours", "timezone", "holidays"].map((part) => `schedule.calendar.${part}`);
  return errorOf(...parts) !== null;
}

const DAY_WORDS = { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" } as const;

interface WeekdaysProps {
  readonly chosen: CalendarValues["weekdays"];
  readonly onChange: (days: CalendarValues["weekdays"]) => void;
}

function Weekdays({ chosen, onChange }: WeekdaysProps) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Days</legend>
      <div className="flex flex-wrap gap-1">
        {WEEKDAYS.map((day) => {
          const isChosen = chosen.includes(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChange(isChosen ? chosen.filter((each) => each !== day) : [...chosen, day])}
              className={classNames(
                "min-h-8 rounded-md border px-2.5 pointer-coarse:min-h-11",
                isChosen ? "border-solid bg-solid text-on-solid" : "border-line-strong/60 text-soft hover:bg-hover",
              )}
            >
              {DAY_WORDS[day]}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

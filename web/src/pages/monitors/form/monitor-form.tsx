import type { ReactNode } from "react";
import { TagInput } from "../../../parts/tag-input.tsx";
import { TopicsInput } from "../../../parts/topics-input.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import type { FormState } from "../../../ui/use-form.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { DurationInput } from "./duration-input.tsx";
import { FoldedFields } from "./folded-fields.tsx";
import type { FormPart } from "./form-part.ts";
import { isProbe, type MonitorValues, watchOther } from "./monitor-values.ts";
import { TargetFields } from "./probe-fields.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";
import { WatchedChoice } from "./watched-choice.tsx";

interface MonitorFormProps {
  readonly form: FormState<MonitorValues>;
  readonly action: string;
  readonly aside?: ReactNode;
  /** The kind of a monitor never changes: only a new one can choose. */
  readonly canChooseKind: boolean;
  readonly projectZone: string;
}

/** A monitor as people type it: first what every one needs, folded away what most leave as it is. */
export function MonitorForm({ form, action, aside, canChooseKind, projectZone }: MonitorFormProps) {
  const { values, set, errorOf } = form;
  const { watched, schedule, probe, filters } = values;
  const change = (next: Partial<MonitorValues>): void => {
    for (const [name, value] of Object.entries(next)) set(name as keyof MonitorValues, value);
  };
  const whole: FormPart<MonitorValues> = { values, onChange: change, errorOf };
  const scheduled = partOf(form, "schedule", schedule);
  const probing = partOf(form, "probe", probe);
  return (
    <Form form={form} action={action} aside={aside}>
      {canChooseKind && (
        <WatchedChoice value={watched} onChange={(next) => change(watchOther(values, next, projectZone))} />
      )}
      <Field label="Name" required error={errorOf("name")}>
        <TextInput
          maxLength={100}
          placeholder={watched === "heartbeat" ? "Nightly backup" : "Shop"}
          value={values.name}
          onChange={(event) => set("name", event.target.value)}
        />
      </Field>
      {isProbe(watched) && <TargetFields {...probing} type={watched} />}
      {isProbe(watched) && <IntervalField {...scheduled} />}
      {isProbe(watched) && <ConditionFields {...probing} type={watched} />}
      {watched === "heartbeat" && <ScheduleFields {...scheduled} />}
      <Field label="Tags" optional error={errorOf("tags")}>
        <TagInput values={values.tags} onChange={(tags) => set("tags", tags)} />
      </Field>
      <Field label="Topics" error={errorOf("topics")} hint="Who is told when it goes down and comes up again.">
        <TopicsInput values={values.topics} onChange={(topics) => set("topics", topics)} />
      </Field>
      <FoldedFields {...whole} scheduled={scheduled} probing={probing} filters={partOf(form, "filters", filters)} />
    </Form>
  );
}

/** A part of the form that is an object of its own. */
function partOf<Name extends "schedule" | "probe" | "filters">(
  { set, errorOf }: FormState<MonitorValues>,
  name: Name,
  values: MonitorValues[Name],
): FormPart<MonitorValues[Name]> {
  return { values, onChange: (change) => set(name, { ...values, ...change }), errorOf };
}

function IntervalField({ values, onChange, errorOf }: FormPart<MonitorValues["schedule"]>) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Look every" error={errorOf("schedule.periodSeconds", "schedule.type")}>
        <DurationInput
          value={values.period}
          onChange={(period) => onChange({ period })}
          unitLabel="Unit of the interval"
        />
      </Field>
    </div>
  );
}

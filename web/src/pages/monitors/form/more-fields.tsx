import { Field } from "../../../ui/field.tsx";
import { Checkbox, TextArea, TextInput } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import { type MonitorValues, NOTIFY_ON } from "./monitor-values.ts";

const NOTIFY_WORDS = { down: "It goes down", up: "It is up again", changed: "Its severity changes" } as const;

/** What else people may say of a monitor. */
export function MoreFields({ values, onChange, errorOf }: FormPart<MonitorValues>) {
  const { notifyOn } = values;
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium text-sm">Topics are told when</legend>
        {NOTIFY_ON.map((side) => (
          <Checkbox
            key={side}
            label={NOTIFY_WORDS[side]}
            checked={notifyOn.includes(side)}
            onChange={(event) =>
              onChange({
                notifyOn: event.target.checked ? [...notifyOn, side] : notifyOn.filter((each) => each !== side),
              })
            }
          />
        ))}
      </fieldset>
      <Field
        label="Slug"
        optional
        error={errorOf("slug")}
        hint="A short name for addresses: small letters, digits, hyphens and underscores."
      >
        <TextInput
          spellCheck={false}
          autoCapitalize="off"
          value={values.slug}
          onChange={(event) => onChange({ slug: event.target.value })}
        />
      </Field>
      <Field
        label="Description"
        optional
        error={errorOf("description")}
        hint="What to do when it is down, for example."
      >
        <TextArea value={values.description} onChange={(event) => onChange({ description: event.target.value })} />
      </Field>
    </>
  );
}

import { useAccount } from "../../api/use-session.ts";
import { peopleIn } from "../../lib/name-people.ts";
import { useTopicChoices } from "../../parts/use-topic-choices.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/inputs.tsx";

interface ServiceTopicFieldProps {
  readonly value: string | null;
  readonly onChange: (topic: string | null) => void;
  readonly error: string | null;
}

/** Who is told of a service; unless somebody is chosen, it is whoever adds it. */
export function ServiceTopicField({ value, onChange, error }: ServiceTopicFieldProps) {
  const { id } = useAccount();
  const topics = useTopicChoices();
  return (
    <Field
      label="Topic"
      error={error}
      hint="Who is told when it is dead, and when it checks in again. Your own topic mails you."
    >
      <Select value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">My own topic</option>
        {topics
          .filter(({ value: name }) => !peopleIn(name).includes(id))
          .map(({ value: name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
      </Select>
    </Field>
  );
}

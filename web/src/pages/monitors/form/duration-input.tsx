import { useFieldTies } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import { DURATION_UNITS, type DurationUnit, type DurationValue } from "./duration-value.ts";

interface DurationInputProps {
  readonly value: DurationValue;
  readonly onChange: (value: DurationValue) => void;
  /** Of which duration the unit is, for screen readers. */
  readonly unitLabel: string;
  readonly units?: readonly DurationUnit[];
}

/** A duration: a number and its unit. */
export function DurationInput({ value, onChange, unitLabel, units = DURATION_UNITS }: DurationInputProps) {
  const ties = useFieldTies();
  return (
    <div className="flex gap-2">
      <TextInput
        inputMode="decimal"
        value={value.count}
        onChange={(event) => onChange({ ...value, count: event.target.value })}
        className="min-w-0 flex-1"
      />
      <Select
        id={`${ties.id}-unit`}
        aria-label={unitLabel}
        value={value.unit}
        onChange={(event) => onChange({ ...value, unit: event.target.value as DurationUnit })}
        className="w-auto! flex-none"
      >
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {unit}
          </option>
        ))}
      </Select>
    </div>
  );
}

import type { ReactNode } from "react";
import { Field } from "./field.tsx";
import { Select } from "./inputs.tsx";

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** The word for no filter, such as "All". */
  readonly all: string;
  /** The other choices, as options. */
  readonly children: ReactNode;
}

/** A choice that narrows a list down, or leaves it whole. */
export function FilterSelect({ label, value, onChange, all, children }: FilterSelectProps) {
  return (
    <Field label={label}>
      <Select value={value ?? ""} onChange={(event) => onChange(event.target.value || undefined)}>
        <option value="">{all}</option>
        {children}
      </Select>
    </Field>
  );
}

import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { useMonitorChoices } from "./use-monitor-choices.ts";

interface MonitorFilterProps {
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** Narrows a list down to what is of one monitor, by its id. */
export function MonitorFilter({ value, onChange }: MonitorFilterProps) {
  return (
    <Field label="Monitor">
      <Combobox
        choices={useMonitorChoices()}
        value={value ?? null}
        placeholder="All monitors"
        empty="No monitor is called so."
        onChange={(id) => onChange(id ?? undefined)}
      />
    </Field>
  );
}

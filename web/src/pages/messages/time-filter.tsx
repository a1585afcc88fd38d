import { useState } from "react";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import type { FilterProps } from "./message-filters.tsx";
import { instantOf, localOf, STRETCHES } from "./narrowing.ts";

const BETWEEN = "between";

/** When the messages were made: a stretch up to now, or between two instants. */
export function TimeFilter({ search, set }: FilterProps) {
  const { since, from, to } = search;
  const [isBetween, setBetween] = useState(from !== undefined || to !== undefined);
  const choose = (choice: string): void => {
    setBetween(choice === BETWEEN);
    set({ since: choice === BETWEEN || choice === "" ? undefined : choice, from: undefined, to: undefined });
  };
  return (
    <>
      <Field label="Made">
        <Select value={isBetween ? BETWEEN : (since ?? "")} onChange={(event) => choose(event.target.value)}>
          <option value="">At any time</option>
          {STRETCHES.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <option value={BETWEEN}>Between…</option>
        </Select>
      </Field>
      {isBetween && (
        <>
          <Field label="From">
            <TextInput
              type="datetime-local"
              value={localOf(from)}
              onChange={(event) => set({ from: instantOf(event.target.value) })}
            />
          </Field>
          <Field label="Until">
            <TextInput
              type="datetime-local"
              value={localOf(to)}
              onChange={(event) => set({ to: instantOf(event.target.value) })}
            />
          </Field>
        </>
      )}
    </>
  );
}

import { useMemo } from "react";
import { timeZones } from "../lib/time-zones.ts";
import { Combobox } from "../ui/combobox.tsx";

interface ZoneInputProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

/** A time zone by its IANA name, found by typing. */
export function ZoneInput({ value, onChange }: ZoneInputProps) {
  const choices = useMemo(() => timeZones(value).map((zone) => ({ value: zone, label: zone })), [value]);
  return (
    <Combobox
      choices={choices}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      placeholder="Europe/Berlin"
      empty="No zone is called so. Type a city, such as Berlin."
    />
  );
}

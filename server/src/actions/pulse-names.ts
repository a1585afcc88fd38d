import { onOneLine } from "../lib/clean-text.ts";
import { truncate } from "../lib/truncate.ts";
import { PULSE_NAMES, type PulseNames } from "../signals/pulse.ts";

/** As long as a monitor's name may be. */
const MAX_LABEL_LENGTH = 100;

/** A pulse on one line, as boards and digests tell it: `host / category / type / name`. */
export function pulseLine(names: PulseNames): string {
  return PULSE_NAMES.map((field) => onOneLine(names[field])).join(" / ");
}

/** The name and description of a pulse's monitor; a line that is too long for a name is whole in the description. */
export function pulseLabel(names: PulseNames): { readonly name: string; readonly description: string } {
  const line = pulseLine(names);
  const name = truncate(line, MAX_LABEL_LENGTH);
  return { name, description: name === line ? "" : line };
}

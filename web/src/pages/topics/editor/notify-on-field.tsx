import type { Integration } from "../../../api/topics.ts";
import { Checkbox, RadioGroup } from "../../../ui/inputs.tsx";
import { SIDES } from "../told-of.ts";

type NotifyOn = Integration["notifyOn"];

const WORDS: Readonly<Record<(typeof SIDES)[number], string>> = {
  down: "It went down",
  up: "It is up again",
  changed: "Its severity changed while it was down",
};

interface NotifyOnFieldProps {
  readonly value: NotifyOn;
  readonly onChange: (value: NotifyOn) => void;
}

/** Which sides of a monitor's life an integration is told of: what each monitor says, or some of them. */
export function NotifyOnField({ value, onChange }: NotifyOnFieldProps) {
  return (
    <div className="grid gap-2">
      <RadioGroup
        label="Of monitors it is told"
        name="notify-on"
        value={value === null ? "monitor" : "some"}
        onChange={(choice) => onChange(choice === "monitor" ? null : [...SIDES])}
        choices={[
          { value: "monitor", label: "what each monitor is set to tell" },
          {
            value: "some",
            label: "of that, only some",
            hint: "What programs publish to the topic is told in any case.",
          },
        ]}
      />
      {value !== null && (
        <fieldset className="ml-6 grid gap-2">
          <legend className="sr-only">Only that</legend>
          {SIDES.map((side) => (
            <Checkbox
              key={side}
              label={WORDS[side]}
              checked={value.includes(side)}
              onChange={(event) =>
                onChange(SIDES.filter((each) => (each === side ? event.target.checked : value.includes(each))))
              }
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

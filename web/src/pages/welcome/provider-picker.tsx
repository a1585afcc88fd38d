import type { Provider } from "../../api/providers.ts";
import { classNames } from "../../lib/class-names.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { POPULAR } from "./popular-providers.ts";

interface ProviderPickerProps {
  readonly providers: readonly Provider[];
  readonly value: string | null;
  readonly onChange: (kind: string | null) => void;
  readonly error: string | null;
}

/** Where to be told: the usual services at hand, all the others by typing. */
export function ProviderPicker({ providers, value, onChange, error }: ProviderPickerProps) {
  const popular = POPULAR.flatMap(({ kind, icon }) => {
    const provider = providers.find((each) => each.kind === kind);
    return provider === undefined ? [] : [{ kind, icon, title: provider.title }];
  });
  const others = providers.filter(({ kind }) => kind !== "log" && popular.every((each) => each.kind !== kind));
  const isOther = others.some(({ kind }) => kind === value);
  return (
    <div className="grid gap-3">
      <fieldset className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        <legend className="sr-only">Where to tell you</legend>
        {popular.map(({ kind, icon: Icon, title }) => (
          <label
            key={kind}
            className={classNames(
              "flex cursor-pointer items-center gap-2.5 rounded-md border px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
              kind === value ? "border-solid bg-hover font-medium" : "border-line-strong/60 hover:bg-hover",
            )}
          >
            <input
              type="radio"
              name="provider"
              className="sr-only"
              checked={kind === value}
              onChange={() => onChange(kind)}
            />
            <Icon aria-hidden size={17} className={kind === value ? "text-brass" : "text-soft"} />
            <span className="truncate">{title}</span>
          </label>
        ))}
      </fieldset>
      <Field label="Another service" error={error}>
        <Combobox
          choices={others.map(({ kind, title }) => ({ value: kind, label: title }))}
          value={isOther ? value : null}
          onChange={onChange}
          placeholder="Type to find: PagerDuty, Teams, Matrix…"
        />
      </Field>
    </div>
  );
}

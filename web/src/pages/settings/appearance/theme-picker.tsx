import { useDashboard } from "../../../api/dashboard-context.tsx";
import { useObservable } from "../../../api/use-observable.ts";
import { classNames } from "../../../lib/class-names.ts";
import type { Appearance } from "../../../lib/preferences.ts";
import { ThemePicture } from "./theme-picture.tsx";

const CHOICES: readonly { readonly value: Appearance; readonly label: string }[] = [
  { value: "system", label: "As the system says" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Light, dark, or as the system says, each with a picture of it. */
export function ThemePicker() {
  const { preferences } = useDashboard();
  const chosen = useObservable(preferences.appearance);
  return (
    <fieldset className="grid grid-cols-1 gap-3 sm:grid-cols-3">
      <legend className="sr-only">Colours</legend>
      {CHOICES.map(({ value, label }) => (
        <label
          key={value}
          className={classNames(
            "card flex cursor-pointer items-center gap-3 p-3 sm:grid",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
            value === chosen ? "shadow-[0_0_0_1px_var(--color-solid)] border-solid" : "hover:bg-hover",
          )}
        >
          <ThemePicture appearance={value} />
          <span className="flex items-center gap-2">
            <input
              type="radio"
              name="appearance"
              className="size-4 accent-solid outline-none"
              checked={value === chosen}
              onChange={() => preferences.appearance.set(value)}
            />
            {label}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

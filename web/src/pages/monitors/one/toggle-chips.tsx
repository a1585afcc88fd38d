import { classNames } from "../../../lib/class-names.ts";

interface ToggleChipsProps<Name extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly chips: readonly { readonly name: Name; readonly label: string }[];
  readonly chosen: readonly Name[];
  readonly onToggle: (name: Name) => void;
}

/** A few choices side by side, each in or out. */
export function ToggleChips<Name extends string>({ label, chips, chosen, onToggle }: ToggleChipsProps<Name>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these act at once.
    <div role="group" aria-label={label} className="flex w-fit max-w-full flex-wrap gap-0.5 rounded-md bg-sunken p-0.5">
      {chips.map((chip) => {
        const isChosen = chosen.includes(chip.name);
        return (
          <button
            key={chip.name}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onToggle(chip.name)}
            className={classNames(
              "whitespace-nowrap rounded px-2 py-0.5 text-sm pointer-coarse:min-h-9",
              isChosen
                ? "bg-surface font-medium text-ink shadow-[0_0_0_1px_var(--color-line)]"
                : "text-soft hover:text-ink",
            )}
          >
            {chip.label}
          </button>
        );
      })}
    </div>
  );
}

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { useFieldTies } from "./field.tsx";

/** What can be chosen. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ComboboxProps {
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  /** What is said when nothing fits what was typed. */
  readonly empty?: string;
}

/** So many choices are drawn at once; typing finds the others. */
const MOST_SHOWN = 100;

const POPUP = "max-h-80 w-(--anchor-width) overflow-auto rounded-md border border-line bg-raised py-1 shadow-pop";
const ITEM = "flex cursor-default items-center gap-2 px-2.5 py-1.5 data-highlighted:bg-hover pointer-coarse:py-2.5";

/** One of many choices, found by typing. */
export function Combobox({ choices, value, onChange, placeholder, empty = "Nothing fits." }: ComboboxProps) {
  return (
    <Base.Root
      items={choices}
      limit={MOST_SHOWN}
      value={choices.find((choice) => choice.value === value) ?? null}
      onValueChange={(choice: Choice | null) => onChange(choice?.value ?? null)}
    >
      <div className="relative">
        <Base.Input {...useFieldTies()} placeholder={placeholder} className="input pr-8" />
        <Base.Trigger
          aria-label="Show all"
          className="absolute inset-y-0 right-0 grid w-8 place-items-center text-soft"
        >
          <ChevronsUpDown aria-hidden size={15} />
        </Base.Trigger>
      </div>
      <ChoiceList empty={empty} />
    </Base.Root>
  );
}

interface MultiComboboxProps extends Omit<ComboboxProps, "value" | "onChange"> {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  /** Lets what was typed be chosen though it is not in the list, one word at a time. */
  readonly canAdd?: boolean;
  /** Its name where no field around it has a label. */
  readonly label?: string;
}

/** Several of many choices, shown as chips that can be taken out. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { choices, values, onChange, placeholder, label, canAdd = false, empty = "Nothing fits." } = props;
  const [typed, setTyped] = useState("");
  const chosen = values.map((value) => choices.find((choice) => choice.value === value) ?? { value, label: value });
  const word = typed.trim();
  const isNew = canAdd && word !== "" && ![...choices, ...chosen].some(({ value }) => value === word);
  const add = (text: string): void => {
    setTyped("");
    const words = text.split(/[\s,]+/).filter(Boolean);
    if (words.length > 0) onChange([...new Set([...values, ...words])]);
  };
  return (
    <Base.Root
      multiple
      autoHighlight={canAdd}
      items={isNew ? [...choices, { value: word, label: word }] : choices}
      limit={MOST_SHOWN}
      value={chosen}
      isItemEqualToValue={(a: Choice, b: Choice) => a.value === b.value}
      inputValue={typed}
      onInputValueChange={(text, { reason }) => {
        // Only the keyboard: closing the list would empty the field before anybody could take what stands in it.
        if (reason !== "input-change") return;
        if (canAdd && /[\s,]/.test(text)) add(text);
        else setTyped(text);
      }}
      onValueChange={(next: Choice[]) => {
        setTyped("");
        onChange(next.map(({ value }) => value));
      }}
    >
      <Base.Chips className="input flex flex-wrap items-center gap-1 focus-within:outline-2 focus-within:outline-accent">
        {chosen.map((choice) => (
          <Base.Chip
            key={choice.value}
            className="flex min-w-0 max-w-full items-center gap-1 rounded bg-sunken py-0.5 pr-1 pl-1.5 text-sm"
          >
            <span className="truncate">{choice.label}</span>
            <Base.ChipRemove aria-label={`Take ${choice.label} out`} className="text-soft hover:text-ink">
              <X aria-hidden size={13} />
            </Base.ChipRemove>
          </Base.Chip>
        ))}
        <Base.Input
          {...useFieldTies()}
          aria-label={label}
          placeholder={chosen.length === 0 ? placeholder : undefined}
          onKeyDown={(event) => {
            // Enter would send the form around it, without what was typed.
            if (event.key === "Enter" && typed !== "") event.preventDefault();
          }}
          // What was typed is meant, also by who goes on without choosing it.
          onBlur={() => (canAdd ? add(typed) : setTyped(""))}
          className="min-w-8 flex-1 bg-transparent outline-none placeholder:text-soft placeholder:opacity-100"
        />
      </Base.Chips>
      <ChoiceList empty={empty} />
    </Base.Root>
  );
}

function ChoiceList({ empty }: { readonly empty: string }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50">
        <Base.Popup className={POPUP}>
          <Base.Empty className="px-2.5 py-1.5 text-soft empty:hidden">{empty}</Base.Empty>
          <Base.List>
            {(choice: Choice) => (
              <Base.Item key={choice.value} value={choice} className={ITEM}>
                <span className={classNames("min-w-0 flex-1 truncate")}>{choice.label}</span>
                <Base.ItemIndicator>
                  <Check aria-hidden size={15} />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

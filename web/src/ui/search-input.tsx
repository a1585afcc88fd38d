import { Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";

/** What was typed is taken when no key follows for so long. */
const WAIT_MS = 150;
/** As many as the API takes. */
const MOST_LETTERS = 200;

interface SearchInputProps {
  /** What is looked for, for screen readers and as its placeholder. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  /** The key that leads here, shown while it is empty. */
  readonly shortcut?: string;
}

/** A field to narrow a list down by; Escape empties it. */
export function SearchInput({ label, value, onChange, inputRef, shortcut }: SearchInputProps) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    // Going back in the history changes it from outside.
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <div className="relative">
      <Search
        aria-hidden
        size={15}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-soft"
      />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={MOST_LETTERS}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (typed === "") event.currentTarget.blur();
          else setTyped("");
        }}
        className="input peer pr-8 pl-8"
      />
      {shortcut !== undefined && typed === "" && (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 rounded border border-line px-1.5 font-mono text-soft text-xs peer-focus:hidden pointer-coarse:hidden"
        >
          {shortcut}
        </kbd>
      )}
    </div>
  );
}

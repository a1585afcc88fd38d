import { Plus } from "lucide-react";
import { useState } from "react";
import type { MessagePreview } from "../../../api/previews.ts";
import { SearchInput } from "../../../ui/search-input.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { canBeNamed } from "./insert-variable.ts";

type Variable = MessagePreview["variables"][number];

interface VariableListProps {
  /** Those of the event that the preview tells of; undefined while they are read. */
  readonly variables: readonly Variable[] | undefined;
  readonly onInsert: (name: string) => void;
}

/** The variables of an event with what they hold there; a click puts one into the text. */
export function VariableList({ variables, onInsert }: VariableListProps) {
  const [text, setText] = useState("");
  if (variables === undefined) return <Skeleton className="h-40 w-full" />;
  const wanted = text.trim().replace(/^\$/, "").toLowerCase();
  const found = variables.filter(
    ({ name, text: meaning }) => canBeNamed(name) && `${name} ${meaning ?? ""}`.toLowerCase().includes(wanted),
  );
  const [filled, empty] = [found.filter(({ value }) => value !== ""), found.filter(({ value }) => value === "")];
  return (
    <section aria-label="Variables" className="card overflow-hidden">
      <div className="border-line border-b p-2">
        <SearchInput label="Find a variable" value={text} onChange={setText} />
      </div>
      <div className="max-h-72 overflow-y-auto py-1">
        {filled.map((variable) => (
          <VariableButton key={variable.name} variable={variable} onInsert={onInsert} />
        ))}
        {empty.length > 0 && <p className="px-3 pt-2 pb-1 text-sm text-soft">Empty in this event</p>}
        {empty.map((variable) => (
          <VariableButton key={variable.name} variable={variable} onInsert={onInsert} />
        ))}
        {found.length === 0 && <p className="px-3 py-2 text-soft">No variable fits.</p>}
      </div>
    </section>
  );
}

interface VariableButtonProps {
  readonly variable: Variable;
  readonly onInsert: (name: string) => void;
}

function VariableButton({ variable: { name, value, text }, onInsert }: VariableButtonProps) {
  return (
    <button
      type="button"
      title={text ?? "A name of this publication."}
      onClick={() => onInsert(name)}
      className="group flex w-full items-baseline gap-3 px-3 py-1 text-left hover:bg-hover pointer-coarse:py-2"
    >
      <span className="sr-only">Insert</span>
      <code className="shrink-0 font-mono text-sm">${name}</code>
      <span className="min-w-0 flex-1 truncate text-sm text-soft">{value === "" ? text : value}</span>
      <Plus
        aria-hidden
        size={14}
        className="shrink-0 self-center text-soft opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
    </button>
  );
}

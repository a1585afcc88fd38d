import type { ReactNode } from "react";

interface DefinitionListProps {
  readonly items: readonly { readonly name: string; readonly value: ReactNode }[];
}

/** Settings as they are, for those who may not change them. */
export function DefinitionList({ items }: DefinitionListProps) {
  return (
    <dl className="card grid gap-3 p-4">
      {items.map(({ name, value }) => (
        <div key={name} className="grid gap-x-4 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-soft">{name}</dt>
          <dd className="[overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

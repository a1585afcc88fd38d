import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface TabsProps<Name extends string> {
  /** What the tabs are of, for screen readers. */
  readonly label: string;
  readonly value: Name;
  readonly onChange: (name: Name) => void;
  readonly tabs: readonly { readonly name: Name; readonly label: ReactNode; readonly content: ReactNode }[];
}

const TAB =
  "-mb-px border-transparent border-b-2 px-1 py-2 whitespace-nowrap text-soft hover:text-ink data-active:border-ink " +
  "data-active:font-medium data-active:text-ink";

/** Several views of one thing, one at a time. Keep the chosen one in the URL. */
export function Tabs<Name extends string>({ label, value, onChange, tabs }: TabsProps<Name>) {
  return (
    <Base.Root value={value} onValueChange={(name: Name) => onChange(name)}>
      <Base.List aria-label={label} className="mb-4 flex gap-5 overflow-x-auto border-line border-b">
        {tabs.map(({ name, label: text }) => (
          <Base.Tab key={name} value={name} className={TAB}>
            {text}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ name, content }) => (
        <Base.Panel key={name} value={name}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

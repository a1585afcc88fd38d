import { useMemo } from "react";
import type { Monitor } from "../../../api/monitors.ts";
import { CodeBlock, CopyField } from "../../../ui/copy.tsx";
import { Section } from "../../../ui/page.tsx";
import { allSnippets } from "../snippets/all-snippets.ts";
import { ToggleChips } from "./toggle-chips.tsx";

interface SnippetsSectionProps {
  readonly monitor: Monitor;
  readonly how: string | undefined;
  readonly onHow: (id: string) => void;
}

/** Where to ping it and code that does; only for those who may. */
export function SnippetsSection({ monitor, how, onHow }: SnippetsSectionProps) {
  const { pingUrl, schedule, name } = monitor;
  const snippets = useMemo(
    () =>
      pingUrl === null || schedule === null ? [] : allSnippets({ pingUrl, schedule, name, command: "/path/to/job" }),
    [pingUrl, schedule, name],
  );
  const [first] = snippets;
  if (first === undefined || pingUrl === null) return null;
  const chosen = snippets.find(({ id }) => id === how) ?? first;
  return (
    <Section title="How to ping it">
      <div className="card p-4">
        <CopyField value={pingUrl} label="the ping address" />
        <p className="mt-1.5 mb-3 text-sm text-soft">
          Whoever has this address can say that all is well: treat it as a secret.
        </p>
        <ToggleChips
          label="By what it is pinged"
          chips={snippets.map(({ id, label }) => ({ name: id, label }))}
          chosen={[chosen.id]}
          onToggle={onHow}
        />
        <div className="mt-3 grid grid-cols-1 gap-2">
          <p className="break-words text-soft">{chosen.about}</p>
          <CodeBlock code={chosen.code.trimEnd()} label={`the snippet for ${chosen.label}`} />
        </div>
      </div>
    </Section>
  );
}

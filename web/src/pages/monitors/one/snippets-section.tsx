import { useMemo } from "react";
import type { Monitor } from "../../../api/monitors.ts";
import { CodeBlock, CopyField } from "../../../ui/copy.tsx";
import { Section } from "../../../ui/page.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { allSnippets } from "../snippets/all-snippets.ts";

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
        <Tabs
          label="How to ping it"
          value={chosen.id}
          onChange={onHow}
          tabs={snippets.map(({ id, label, about, code }) => ({
            name: id,
            label,
            content: (
              <div className="grid min-w-0 gap-2">
                <p className="break-words text-soft">{about}</p>
                <CodeBlock code={code.trimEnd()} label={`the snippet for ${label}`} />
              </div>
            ),
          }))}
        />
      </div>
    </Section>
  );
}

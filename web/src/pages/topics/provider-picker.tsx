import { Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import type { Provider } from "../../api/providers.ts";
import type { Topic } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { groupProviders } from "./provider-groups.ts";

interface ProviderPickerProps {
  readonly topic: Topic;
  readonly providers: readonly Provider[];
}

/** The services that a topic can tell, found by looking or by typing. */
export function ProviderPicker({ topic, providers }: ProviderPickerProps) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: "/", label: "Find a service", run: useCallback(() => input.current?.focus(), []) }]);
  const groups = groupProviders(providers, text);
  return (
    <div className="grid gap-6">
      <div className="max-w-sm">
        <SearchInput label="Find a service" value={text} onChange={setText} inputRef={input} shortcut="/" />
      </div>
      {groups.length === 0 && (
        <EmptyState icon={SearchX} title="No such service">
          Many others take a webhook. Apprise speaks to more than a hundred.
        </EmptyState>
      )}
      {groups.map(({ title, providers: some }) => (
        <section key={title}>
          <h2 className="mb-2 font-medium text-sm text-soft">{title}</h2>
          <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
            {some.map((provider) => (
              <li key={provider.kind}>
                <Link
                  to={PATHS.topic}
                  params={{ id: topic.id }}
                  search={{ add: provider.kind }}
                  className="card flex items-center gap-3 p-2.5 hover:bg-hover"
                >
                  <ProviderMark kind={provider.kind} />
                  <span className="wrap-anywhere min-w-0 flex-1 font-medium leading-snug">{provider.title}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

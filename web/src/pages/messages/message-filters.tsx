import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ListFilter } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { topicsQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { EVENT_WORDS, EVENTS, MESSAGE_LOOKS, MESSAGE_STATUSES } from "../../parts/message-status.tsx";
import { useMonitorNames } from "../../parts/use-monitor-names.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { type Choice, Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { isNarrowed, type MessagesSearch } from "./narrowing.ts";
import { TimeFilter } from "./time-filter.tsx";

/** Changes what the address says; undefined takes it out. */
export type SetSearch = (change: { readonly [Name in keyof MessagesSearch]?: string | undefined }) => void;

/** Narrows the messages down; all of it stands in the address. */
export function MessageFilters({ search }: { readonly search: MessagesSearch }) {
  const navigate = useNavigate({ from: PATHS.messages });
  const [isOpen, setOpen] = useState(false);
  const set: SetSearch = (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const count = Object.keys(search).length;
  return (
    <div className="mb-4">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-2 rounded-md border border-line bg-surface px-3 py-2 sm:hidden"
      >
        <ListFilter aria-hidden size={16} className="text-soft" />
        {count === 0 ? "Filter" : `Filter (${count})`}
      </button>
      <div className={isOpen ? "mt-3 sm:mt-0" : "max-sm:hidden"}>
        <div className="grid gap-x-3 gap-y-3 sm:grid-cols-2 md:grid-cols-3 xl:grid-cols-6">
          <StatusFilter search={search} set={set} />
          <EventFilter search={search} set={set} />
          <TargetFilters search={search} set={set} />
          <TimeFilter search={search} set={set} />
        </div>
        {isNarrowed(search) && (
          <p className="mt-2 flex flex-wrap gap-x-3 text-sm text-soft">
            {search.digest !== undefined && "Only what one digest told."}
            <Link to={PATHS.messages} search={{}} className="link">
              Clear the filters
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

/** What a filter works with. */
export interface FilterProps {
  readonly search: MessagesSearch;
  readonly set: SetSearch;
}

function StatusFilter({ search, set }: FilterProps) {
  return (
    <FilterSelect label="Status" all="Any" value={search.status} onChange={(status) => set({ status })}>
      {MESSAGE_STATUSES.map((status) => (
        <option key={status} value={status}>
          {MESSAGE_LOOKS[status].word}
        </option>
      ))}
    </FilterSelect>
  );
}

function EventFilter({ search, set }: FilterProps) {
  return (
    <FilterSelect label="Event" all="Any" value={search.event} onChange={(event) => set({ event })}>
      {EVENTS.map((name) => (
        <option key={name} value={name}>
          {EVENT_WORDS[name]}
        </option>
      ))}
    </FilterSelect>
  );
}

function TargetFilters({ search, set }: FilterProps) {
  const { data: topics = [] } = useQuery(topicsQuery(useApi(), useProject().id));
  const words = useTopicWords(topics.map(({ name }) => name));
  const names = useMonitorNames();
  const integrations = topics
    .filter(({ name }) => search.topic === undefined || name === search.topic)
    .flatMap((topic) =>
      topic.integrations.map(({ id, name }) => ({ value: id, label: `${name} (${words(topic.name)})` })),
    );
  const monitors = [...names].map(([value, label]) => ({ value, label }));
  return (
    <>
      <Field label="Topic">
        <Combobox
          choices={withChosen(
            topics.map(({ name }) => ({ value: name, label: words(name) })),
            search.topic,
          )}
          value={search.topic ?? null}
          onChange={(topic) => set({ topic: topic ?? undefined, integration: undefined })}
          placeholder="Any"
        />
      </Field>
      <Field label="Integration">
        <Combobox
          choices={withChosen(integrations, search.integration)}
          value={search.integration ?? null}
          onChange={(integration) => set({ integration: integration ?? undefined })}
          placeholder="Any"
        />
      </Field>
      <Field label="Monitor">
        <Combobox
          choices={withChosen(monitors, search.monitor)}
          value={search.monitor ?? null}
          onChange={(monitor) => set({ monitor: monitor ?? undefined })}
          placeholder="Any"
        />
      </Field>
    </>
  );
}

/** What the address names is there to be seen, also when it was removed since. */
function withChosen(choices: readonly Choice[], chosen: string | undefined): readonly Choice[] {
  if (chosen === undefined || choices.some(({ value }) => value === chosen)) return choices;
  return [...choices, { value: chosen, label: chosen }];
}

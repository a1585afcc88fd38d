import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { topicsQuery } from "../api/topics.ts";
import { useProject } from "../api/use-session.ts";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { useTopicWords } from "./use-topic-words.ts";

interface TopicFilterProps {
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** Narrows a list down to what is of one topic, by its id. */
export function TopicFilter({ value, onChange }: TopicFilterProps) {
  const { data } = useQuery(topicsQuery(useApi(), useProject().id));
  const words = useTopicWords(useMemo(() => (data ?? []).map(({ name }) => name), [data]));
  const choices = useMemo(() => (data ?? []).map(({ id, name }) => ({ value: id, label: words(name) })), [data, words]);
  return (
    <Field label="Topic">
      <Combobox
        choices={choices}
        value={value ?? null}
        placeholder="All topics"
        empty="No topic is called so."
        onChange={(id) => onChange(id ?? undefined)}
      />
    </Field>
  );
}

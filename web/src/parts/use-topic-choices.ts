import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { topicsQuery } from "../api/topics.ts";
import { useProject } from "../api/use-session.ts";
import type { Choice } from "../ui/combobox.tsx";
import { useTopicWords } from "./use-topic-words.ts";

/** The topics of the project to choose from; none while they are read. */
export function useTopicChoices(): readonly Choice[] {
  const { data } = useQuery(topicsQuery(useApi(), useProject().id));
  const names = useMemo(() => (data ?? []).map(({ name }) => name), [data]);
  const words = useTopicWords(names);
  return useMemo(() => names.map((name) => ({ value: name, label: words(name) })), [names, words]);
}

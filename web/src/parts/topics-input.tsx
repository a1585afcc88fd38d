import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { topicsQuery } from "../api/topics.ts";
import { useProject } from "../api/use-session.ts";
import { MultiCombobox } from "../ui/combobox.tsx";

interface TopicsInputProps {
  readonly values: readonly string[];
  readonly onChange: (topics: readonly string[]) => void;
}

/** Topics of the project, by their full names. One that is gone stays chosen until it is taken out. */
export function TopicsInput({ values, onChange }: TopicsInputProps) {
  const { data } = useQuery(topicsQuery(useApi(), useProject().id));
  const choices = useMemo(() => data?.map(({ name }) => ({ value: name, label: name })) ?? [], [data]);
  return (
    <MultiCombobox
      choices={choices}
      values={values}
      onChange={onChange}
      placeholder="Nobody is told"
      empty="There is no such topic."
    />
  );
}

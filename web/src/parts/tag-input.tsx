import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { monitorRowsQuery } from "../api/monitors.ts";
import { useProject } from "../api/use-session.ts";
import { MultiCombobox } from "../ui/combobox.tsx";

interface TagInputProps {
  readonly values: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}

/** Tags, those that the project has already and new ones. */
export function TagInput({ values, onChange }: TagInputProps) {
  const { data } = useQuery(monitorRowsQuery(useApi(), useProject().id));
  const choices = useMemo(
    () => [...new Set(data?.flatMap(({ tags }) => tags))].sort().map((tag) => ({ value: tag, label: tag })),
    [data],
  );
  return (
    <MultiCombobox
      canAdd
      choices={choices}
      values={values}
      onChange={onChange}
      placeholder="prod db"
      empty="Type a word and a space."
    />
  );
}

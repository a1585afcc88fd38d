import { MultiCombobox } from "../ui/combobox.tsx";
import { useTopicChoices } from "./use-topic-choices.ts";

interface TopicsInputProps {
  readonly values: readonly string[];
  readonly onChange: (topics: readonly string[]) => void;
}

/** Topics of the project, by their full names. One that is gone stays chosen until it is taken out. */
export function TopicsInput({ values, onChange }: TopicsInputProps) {
  return (
    <MultiCombobox
      choices={useTopicChoices()}
      values={values}
      onChange={onChange}
      placeholder="Nobody is told"
      empty="There is no such topic."
    />
  );
}

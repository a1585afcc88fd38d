import { peopleIn } from "../lib/name-people.ts";
import { useTopicWords } from "./use-topic-words.ts";

/** Names of topics, by themselves or in a sentence: a personal one is called by whom it reaches. */
export function TopicWords({ text }: { readonly text: string }) {
  return peopleIn(text).length === 0 ? text : <Named text={text} />;
}

function Named({ text }: { readonly text: string }) {
  return useTopicWords([text])(text);
}

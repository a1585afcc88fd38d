import { Link } from "@tanstack/react-router";
import type { Topic } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { TopicWords } from "../../parts/topic-words.tsx";

/** Where the page of an integration belongs. */
export function TopicCrumb({ topic }: { readonly topic: Topic }) {
  return (
    <>
      <Link to={PATHS.topics} className="hover:underline">
        Topics
      </Link>
      <span aria-hidden> / </span>
      <Link to={PATHS.topic} params={{ id: topic.id }} search={{}} className="break-all hover:underline">
        <TopicWords text={topic.name} />
      </Link>
    </>
  );
}

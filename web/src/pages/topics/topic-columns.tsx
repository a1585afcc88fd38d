import { Link } from "@tanstack/react-router";
import type { MonitorRow } from "../../api/monitors.ts";
import type { ListedTopic } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { DeliveryBadge, type DeliveryName, deliveryOf, urgencyOf } from "../../parts/delivery-state.tsx";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { type Column, NOTHING } from "../../ui/data-table.tsx";

/** A topic as the list shows it. */
export interface TopicRow {
  readonly topic: ListedTopic;
  /** What people call it: its full name, or whom a personal one reaches. */
  readonly words: string;
  /** Of its integrations, the worst; null: it has none. */
  readonly state: DeliveryName | null;
  /** How many monitors tell it; null while that is read. */
  readonly monitors: number | null;
}

/** The rows of the list. `wordsOf` says what people call a topic. */
export function topicRows(
  topics: readonly ListedTopic[],
  monitors: readonly MonitorRow[] | undefined,
  wordsOf: (name: string) => string,
): readonly TopicRow[] {
  const counts = new Map<string, number>();
  for (const name of monitors?.flatMap((monitor) => monitor.topics) ?? []) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return topics.map((topic) => ({
    topic,
    words: wordsOf(topic.name),
    state: worstOf(topic),
    monitors: monitors === undefined ? null : (counts.get(topic.name) ?? 0),
  }));
}

/** The topics of which the name, or that of an integration, holds the text. */
export function findTopics(rows: readonly TopicRow[], text: string): readonly TopicRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ topic: { name, integrations }, words }) =>
    [name, words, ...integrations.flatMap((each) => [each.name, each.provider])].some((word) =>
      word.toLowerCase().includes(wanted),
    ),
  );
}

/** What is switched off says something of the topic only when all is. */
function worstOf({ integrations }: ListedTopic): DeliveryName | null {
  const states = integrations.map(deliveryOf);
  const told = states.filter((state) => state !== "off");
  const [worst] = (told.length > 0 ? told : states).sort((a, b) => urgencyOf(a) - urgencyOf(b));
  return worst ?? null;
}

/** So many integrations are named; the others are counted. */
const NAMED = 4;

/** The columns of the list of topics. */
export const TOPIC_COLUMNS: readonly Column<TopicRow>[] = [
  {
    id: "name",
    header: "Topic",
    className: "w-[32%]",
    onPhone: "plain",
    sortBy: ({ words }) => words,
    cell: ({ topic: { id, channel, topic, name }, words }) => (
      <Link to={PATHS.topic} params={{ id }} title={name} className="block truncate hover:underline">
        {words === name && <span className="text-soft">{channel}+</span>}
        <span className="font-medium">{words === name ? topic : words}</span>
      </Link>
    ),
  },
  {
    id: "integrations",
    header: "Tells",
    onPhone: "plain",
    sortBy: ({ topic }) => topic.integrations.length,
    cell: ({ topic }) => <IntegrationNames topic={topic} />,
  },
  {
    id: "state",
    header: "State",
    className: "w-36",
    sortBy: ({ state }) => (state === null ? null : urgencyOf(state)),
    cell: ({ state }) => (state === null ? NOTHING : <DeliveryBadge state={state} />),
  },
  {
    id: "monitors",
    header: "Monitors",
    className: "w-24 text-right",
    sortBy: ({ monitors }) => monitors,
    cell: ({ monitors }) => <span className="tabular-nums">{monitors ?? "–"}</span>,
  },
];

function IntegrationNames({ topic: { integrations } }: { readonly topic: ListedTopic }) {
  if (integrations.length === 0) return <span className="text-soft">Nobody yet</span>;
  const more = integrations.length - NAMED;
  return (
    <ul className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      {integrations.slice(0, NAMED).map(({ id, name, provider }) => (
        <li key={id} className="flex min-w-0 items-center gap-1.5">
          <ProviderMark kind={provider} size="small" />
          <span className="max-w-40 truncate">{name}</span>
        </li>
      ))}
      {more > 0 && <li className="text-soft">and {more} more</li>}
    </ul>
  );
}

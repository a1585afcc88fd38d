/** How the topics are listed. */
interface TopicsSearch {
  readonly text?: string;
  readonly sort?: string;
  readonly descending?: true;
}

/** Reads what the address of the list of topics says. */
export function readTopicsSearch(search: Record<string, unknown>): TopicsSearch {
  return {
    ...words(search, "text", "sort"),
    ...(search.descending === true && { descending: true }),
  };
}

/** What the page of a topic shows: an integration that is added, of which provider; or one that is changed, by its id. */
interface TopicSearch {
  readonly add?: string;
  readonly edit?: string;
}

/** Reads what the address of a topic says. */
export function readTopicPageSearch(search: Record<string, unknown>): TopicSearch {
  return words(search, "add", "edit");
}

/** How the messages are listed. `since` is a stretch up to now, `from` and `to` are instants. */
interface MessagesSearch {
  readonly status?: string;
  readonly event?: string;
  readonly topic?: string;
  readonly integration?: string;
  readonly monitor?: string;
  readonly digest?: string;
  readonly since?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Reads what the address of the list of messages says. */
export function readMessagesSearch(search: Record<string, unknown>): MessagesSearch {
  return words(search, "status", "event", "topic", "integration", "monitor", "digest", "since", "from", "to");
}

/** The router reads `text=42` as a number, which it was not meant to be. */
function words<Name extends string>(
  search: Record<string, unknown>,
  ...names: readonly Name[]
): { readonly [Each in Name]?: string } {
  const found = names.filter((name) => ["string", "number"].includes(typeof search[name]) && search[name] !== "");
  return Object.fromEntries(found.map((name) => [name, String(search[name])])) as { readonly [Each in Name]?: string };
}

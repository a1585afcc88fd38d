interface CurlTarget {
  /** Where the server is, such as `https://watch.example.org`. */
  readonly origin: string;
  readonly channel: string;
  readonly topic: string;
  /** Null: it is not shown, and a word stands for it. */
  readonly hash: string | null;
}

/** The command that publishes to a topic. */
export function curlLine({ origin, channel, topic, hash }: CurlTarget): string {
  const url = `${origin}/v1/notifications/${encode(channel)}/${encode(topic)}`;
  return [
    "curl -X POST",
    "-H 'x-api-key: YOUR_PUBLISH_KEY'",
    `-H 'x-topic-hash-x: ${hash ?? "TOPIC_HASH"}'`,
    "-H 'Content-Type: application/json'",
    `-d '{"metadata": {"order": 4711, "state": "shipped"}}'`,
    `'${url}'`,
  ].join(" \\\n  ");
}

/** Also the quote, which would end the quoted address. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll("'", "%27");
}

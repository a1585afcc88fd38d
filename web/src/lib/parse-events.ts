/** One event of an event stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Takes what a stream brings, piece by piece, and gives the events that are complete; the rest waits for the next piece. */
export function createEventParser(): (piece: string) => readonly StreamEvent[] {
  let waiting = "";
  return (piece) => {
    waiting += piece.replaceAll("\r", "");
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop() ?? "";
    return blocks.flatMap((block) => parseBlock(block));
  };
}

function parseBlock(block: string): readonly StreamEvent[] {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return data.length === 0 ? [] : [{ event, data: data.join("\n") }];
}

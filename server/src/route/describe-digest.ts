import { countInWords, durationInWords, instantInWords } from "../lib/words.ts";
import type { DigestEntry, DigestFacts } from "../model/index.ts";
import type { Description, Field } from "./description.ts";

/** The text of a digest: how many are down in the title, then one monitor a line, the worst first. */
export function describeDigest(facts: DigestFacts): Description {
  const { entries, down, recovered, messages, integration, url } = facts;
  return {
    title: titleOf(facts),
    summary: `One message in place of ${messages}: they came faster than ${integration} takes them.`,
    fields: entries.map((entry) => ({ label: labelOf(entry, entries), value: stateText(entry) })),
    unlisted: down + recovered - entries.length,
    url,
    tone: down > 0 ? "bad" : "good",
  };
}

function titleOf({ down, recovered }: DigestFacts): string {
  const up = `${countInWords(recovered, "monitor")} ${recovered === 1 ? "is" : "are"} up again`;
  if (down === 0) return up;
  const start = `${countInWords(down, "monitor")} ${down === 1 ? "is" : "are"} DOWN`;
  return recovered === 0 ? start : `${start}, ${recovered} up again`;
}

/** Monitors with the same name are told apart by the beginning of their id. */
function labelOf({ name, monitorId }: DigestEntry, all: readonly DigestEntry[]): Field["label"] {
  const isAlone = all.every((other) => other.name !== name || other.monitorId === monitorId);
  return isAlone ? name : `${name} (${monitorId.slice(0, 8)})`;
}

function stateText(entry: DigestEntry): string {
  const { status, severity, downAt, upAt, reason, messages } = entry;
  const often = messages > 1 ? ` ${messages} messages told of it.` : "";
  if (status === "down") {
    const since = downAt === null ? "" : ` since ${instantInWords(downAt)}`;
    return `DOWN${since}, ${severity}: ${reason}${often}`;
  }
  const lasted = downAt === null || upAt === null ? "" : `, was down for ${durationInWords(upAt - downAt)}`;
  return `${status}${upAt === null ? "" : ` since ${instantInWords(upAt)}`}${lasted}: ${reason}${often}`;
}

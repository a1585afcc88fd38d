import type { Severity } from "../../../model/index.ts";
import { severityOfWord } from "../shared/words.ts";

/** CloudMonitor's level as a severity; null for `OK`, `null` and words that nobody knows. */
export function severityOfLevel(level: string | null): Severity | null {
  return severityOfWord(level);
}

/** A text of CloudMonitor's; the word `null` stands for nothing. */
export function presentText(text: string | null): string | null {
  return text === null || text.trim() === "null" ? null : text;
}

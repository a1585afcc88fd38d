import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { TopicTest } from "../api/topics.ts";
import { classNames } from "../lib/class-names.ts";

type Result = TopicTest["integrations"][number];

const LOOKS = {
  delivered: { icon: CircleCheck, tone: "text-up", word: "Delivered" },
  accepted: { icon: CircleCheck, tone: "text-up", word: "Accepted" },
  waiting: { icon: Clock, tone: "text-late", word: "On its way" },
  limited: { icon: Clock, tone: "text-late", word: "Put off" },
  failed: { icon: CircleX, tone: "text-down", word: "Not delivered" },
} as const;

/** What became of a test at each integration, with the target's own answer. */
export function TestResults({ results }: { readonly results: readonly Result[] }) {
  return (
    <ul aria-label="What became of the test" aria-live="polite" className="grid gap-2">
      {results.map((result) => (
        <TestResult key={result.messageId} result={result} />
      ))}
    </ul>
  );
}

function TestResult({ result: { name, outcome, reason, answer } }: { readonly result: Result }) {
  const { icon: Icon, tone, word } = LOOKS[Object.hasOwn(LOOKS, outcome) ? (outcome as keyof typeof LOOKS) : "failed"];
  return (
    <li className="rounded-md border border-line px-3 py-2.5">
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden size={17} className={classNames("mt-0.5 shrink-0", tone)} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span className="min-w-0 break-words font-medium">{name}</span>
            <span className={tone}>{word}</span>
          </div>
          {reason !== "" && <p className="text-soft">{reason}</p>}
        </div>
      </div>
      {answer !== null && answer !== "" && (
        <pre className="mt-2 max-h-40 overflow-auto whitespace-pre-wrap break-words rounded bg-sunken px-2.5 py-1.5 font-mono text-sm">
          {answer}
        </pre>
      )}
    </li>
  );
}

import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Monitor } from "../../api/monitors.ts";
import { type TopicTest, topicPath } from "../../api/topics.ts";
import { TestResults } from "../../parts/test-results.tsx";
import { Button } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { topicOf } from "./add-integration.ts";

interface TestStepProps {
  readonly monitor: Monitor;
  readonly onDone: () => void;
  /** Back to where it is told. */
  readonly onChange: () => void;
}

/** Sends a test, and shows what each target truly answered. */
export function TestStep({ monitor, onDone, onChange }: TestStepProps) {
  const api = useApi();
  const [state, setState] = useState<"ready" | "sending">("ready");
  const [result, setResult] = useState<TopicTest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setState("sending");
    setProblem(null);
    try {
      setResult(await api.post<TopicTest>(`${topicPath(topicOf(monitor))}/test`));
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setState("ready");
    }
  };
  const arrived = result?.ok === true;
  return (
    <div className="grid gap-5">
      <p className="text-soft">
        A message now is better than a surprise at night. You see here what the target answers.
      </p>
      {/* The newest is the one that everybody waits for. */}
      {result !== null && <TestResults results={result.integrations.toReversed()} />}
      <div role="alert" className="empty:hidden">
        {problem !== null && <FieldError>{problem}</FieldError>}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {arrived && (
          <Button look="primary" onClick={onDone}>
            It has arrived
          </Button>
        )}
        <Button look={arrived ? "plain" : "primary"} busy={state === "sending"} onClick={() => void send()}>
          {result === null ? "Send a test" : "Send another test"}
        </Button>
        <Button look="quiet" onClick={onChange}>
          {arrived ? "It has not" : "Change where it goes"}
        </Button>
        {!arrived && (
          <Button look="quiet" onClick={onDone}>
            Later
          </Button>
        )}
      </div>
    </div>
  );
}

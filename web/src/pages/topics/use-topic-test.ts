import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type TopicTest, topicPath } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";

/** What became of the last test of an integration: what its target answered, or why nothing could be sent. */
export type TestOutcome =
  | { readonly kind: "running" }
  | { readonly kind: "answered"; readonly result: TopicTest["integrations"][number] }
  | { readonly kind: "problem"; readonly text: string };

/** The tests of a topic's integrations, by their names. */
export interface TopicTests {
  readonly outcomes: Readonly<Record<string, TestOutcome>>;
  readonly run: (names: readonly string[]) => void;
}

/** Tests the integrations of a topic; each is told of as soon as it has answered. */
export function useTopicTest(topicName: string): TopicTests {
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: projectId } = useProject();
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, TestOutcome>>>({});
  const run = useCallback(
    (names: readonly string[]) => {
      const set = (name: string, outcome: TestOutcome): void =>
        setOutcomes((before) => ({ ...before, [name]: outcome }));
      const test = async (name: string): Promise<void> => {
        set(name, { kind: "running" });
        try {
          const path = `${topicPath(topicName)}/test`;
          const { integrations } = await api.post<TopicTest>(path, { body: { integration: name } });
          const [result] = integrations;
          if (result !== undefined) set(name, { kind: "answered", result });
        } catch (error) {
          set(name, { kind: "problem", text: messageOf(error) });
        }
        // A test that arrives ends a suspension, and it is a message, too.
        const touched = ["topics", "messages", "summary"];
        await Promise.all(touched.map((part) => queryClient.invalidateQueries({ queryKey: [projectId, part] })));
      };
      for (const name of names) void test(name); // What goes wrong is an outcome.
    },
    [api, queryClient, projectId, topicName],
  );
  return { outcomes, run };
}

import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ApiError } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Topic, topicPath, topicQuery, topicsQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { PATHS } from "../../lib/paths.ts";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Form } from "../../ui/form.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { partFault } from "./topic-name.ts";

/** Makes a topic; what it tells is chosen next, on its own page. */
export function NewTopicPage() {
  return (
    <Page
      title="New topic"
      narrow
      crumb={
        <Link to={PATHS.topics} className="hover:underline">
          Topics
        </Link>
      }
    >
      <WritersOnly>
        <NewTopicForm />
      </WritersOnly>
    </Page>
  );
}

function NewTopicForm() {
  const api = useApi();
  const project = useProject();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initial: { channel: "default", topic: "" },
    check: ({ channel, topic }) => {
      const faults = { channel: partFault(channel), topic: partFault(topic) };
      return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== null)) as Record<string, string>;
    },
    save: async ({ channel, topic }) => {
      const name = `${channel.trim()}+${topic.trim()}`;
      // To put a topic that there is would take its integrations out.
      const known = await queryClient.fetchQuery({ ...topicsQuery(api, project.id), staleTime: 0 });
      if (known.some((each) => each.name === name)) throw taken(name);
      const made = await api.put<Topic>(topicPath(name), { body: { integrations: [] } });
      queryClient.setQueryData(topicQuery(api, project.id, name).queryKey, made);
      await queryClient.invalidateQueries({ queryKey: [project.id, "topics"] });
      await navigate({ to: PATHS.topic, params: { id: made.id }, search: { add: "" }, replace: true });
    },
  });
  const { channel, topic } = form.values;
  const half = { maxLength: 100, autoComplete: "off", spellCheck: false, required: true } as const;
  return (
    <Form
      form={form}
      action="Make the topic"
      aside={
        <Link to={PATHS.topics} className={buttonClass("quiet")}>
          Cancel
        </Link>
      }
    >
      <p className="text-soft">
        A topic is where notifications go. Its name has two halves: a channel, such as a team or a system, and what it
        is about.
      </p>
      <div className="grid gap-5 sm:grid-cols-2">
        <LineField {...half} form={form} name="channel" label="Channel" hint="A team or a system." />
        <LineField
          {...half}
          ref={focusOnMount}
          form={form}
          name="topic"
          label="Topic"
          hint="What it is about, such as alerts or orders."
        />
      </div>
      <p className="min-w-0 text-soft">
        Its full name will be{" "}
        <code className="break-all font-mono text-ink text-sm">
          {channel.trim() || "channel"}+{topic.trim() || "topic"}
        </code>
        . Names do not change later, because programs publish to them.
      </p>
    </Form>
  );
}

function taken(name: string): ApiError {
  return new ApiError(`There is a topic ${name} already. Choose another name, or add to that one.`, {
    code: "name_taken",
    status: 409,
    field: "topic",
  });
}

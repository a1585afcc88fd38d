import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Project } from "../../api/project.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { useTopicChoices } from "../../parts/use-topic-choices.ts";
import { ZoneInput } from "../../parts/zone-input.tsx";
import { MultiCombobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Changes the project's name, time zone and default topics. */
export function ProjectForm({ project }: { readonly project: Project }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const readAnew = useReadAnew();
  const toast = useToast();
  const topics = useTopicChoices();
  const { name, timezone, defaultTopics } = project;
  const form = useForm({
    initial: { name, timezone, defaultTopics: [...defaultTopics] },
    check: (values) => (values.name.trim() === "" ? { name: "Give the project a name." } : {}),
    save: async (body) => {
      await api.patch("/project", { body });
      toast({ text: "Saved." });
      // The name stands in the menu, too.
      await Promise.all([readAnew("project"), queryClient.invalidateQueries({ queryKey: ["session"] })]);
    },
  });
  return (
    <Form form={form} action="Save">
      <LineField form={form} name="name" label="Name" maxLength={100} required />
      <Field
        label="Time zone"
        hint="Of cron lines without a zone of their own, of messages, and of the days on the status page."
        error={form.errorOf("timezone")}
      >
        <ZoneInput value={form.values.timezone} onChange={(zone) => form.set("timezone", zone)} />
      </Field>
      <Field
        label="Default topics"
        hint="They are told of monitors that name no topic, and of those that make themselves."
        error={form.errorOf("defaultTopics")}
      >
        <MultiCombobox
          choices={topics}
          values={form.values.defaultTopics}
          placeholder="No topic: nobody is told"
          empty="No topic is called so."
          onChange={(names) => form.set("defaultTopics", [...names])}
        />
      </Field>
    </Form>
  );
}

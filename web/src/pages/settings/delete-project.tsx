import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { sessionQuery } from "../../api/session.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { DangerSection } from "../../parts/danger-section.tsx";
import { Form } from "../../ui/form.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Deletes the project for whoever types its name. */
export function DeleteProject() {
  const project = useProject();
  return (
    <DangerSection
      title="Delete this project"
      text="Its monitors, topics, messages, keys and members go with it, for good."
      action="Delete project"
      icon={Trash2}
      question={`Delete ${project.name}?`}
      warning="Nobody can bring it back. Jobs that still ping its monitors are answered that there is no such monitor."
    >
      {() => <DeleteForm />}
    </DangerSection>
  );
}

function DeleteForm() {
  const { preferences } = useDashboard();
  const api = useApi();
  const project = useProject();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const form = useForm({
    initial: { name: "" },
    check: ({ name }) => (name === project.name ? {} : { name: "This is not the name of the project." }),
    save: async (body) => {
      await api.delete("/project", { body, projectId: project.id });
      // The next look at the session chooses among the projects that are left.
      preferences.projectId.set(null);
      const session = await queryClient.fetchQuery({ ...sessionQuery(api), staleTime: 0 });
      preferences.projectId.set(session.projects?.[0]?.id ?? null);
      queryClient.removeQueries({ queryKey: [project.id] });
      toast({ text: `${project.name} was deleted.` });
      await navigate({ to: PATHS.monitors });
    },
  });
  return (
    <Form form={form} action="Delete for good" look="danger">
      <LineField form={form} name="name" label={`Type its name: ${project.name}`} autoComplete="off" required />
    </Form>
  );
}

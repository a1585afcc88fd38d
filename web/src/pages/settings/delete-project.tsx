import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { sessionQuery } from "../../api/session.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Deletes the project for whoever types its name. */
export function DeleteProject() {
  const project = useProject();
  const heading = useId();
  const [asks, setAsks] = useState(false);
  return (
    <section
      aria-labelledby={heading}
      className="mt-10 flex flex-wrap items-center justify-between gap-4 rounded-lg border border-down-mark/60 p-4"
    >
      <div className="min-w-0 flex-1 basis-64">
        <h2 id={heading} className="font-semibold">
          Delete this project
        </h2>
        <p className="text-soft">Its monitors, topics, messages, keys and members go with it, for good.</p>
      </div>
      <Button look="danger" icon={Trash2} onClick={() => setAsks(true)}>
        Delete project
      </Button>
      <Dialog
        open={asks}
        onOpenChange={setAsks}
        title={`Delete ${project.name}?`}
        description="Nobody can bring it back. Jobs that still ping its monitors are answered that there is no such monitor."
      >
        <DeleteForm />
      </Dialog>
    </section>
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

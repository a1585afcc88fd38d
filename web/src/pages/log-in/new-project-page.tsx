import { Link, useNavigate } from "@tanstack/react-router";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import type { SessionProject } from "../../api/session.ts";
import { useReadSession, useSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { browserTimeZone } from "../../lib/time-zones.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Form } from "../../ui/form.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { LogOutElsewhere } from "./log-out-elsewhere.tsx";

/** Make a project: where an account with none begins, and for whoever wants another. */
export function NewProjectPage() {
  const api = useApi();
  const { preferences } = useDashboard();
  const { account, projects = [] } = useSession();
  const readSession = useReadSession();
  const navigate = useNavigate();
  const hasNone = projects.length === 0;
  const form = useForm({
    initial: { name: "" },
    check: ({ name }) => (name.trim() === "" ? { name: "Give the project a name." } : {}),
    save: async ({ name }) => {
      const body = { name: name.trim(), timezone: browserTimeZone() };
      const project = await api.post<SessionProject>("/projects", { body });
      await readSession();
      preferences.projectId.set(project.id);
      await navigate({ to: PATHS.welcome });
    },
  });
  return (
    <Page title={hasNone ? "You are in no project" : "New project"}>
      <Form
        form={form}
        action="Create project"
        aside={
          hasNone ? null : (
            <Link to={PATHS.monitors} className={buttonClass("quiet")}>
              Cancel
            </Link>
          )
        }
      >
        <p className="text-soft">
          {hasNone
            ? "Make one of your own, or ask somebody to invite you to theirs."
            : "A project has monitors, topics, members and keys of its own. You become its owner."}
        </p>
        <LineField
          form={form}
          name="name"
          label="Name"
          hint="A team, a product, a place."
          autoComplete="off"
          maxLength={100}
          required
        />
      </Form>
      {hasNone && <LogOutElsewhere email={account?.email ?? ""} />}
    </Page>
  );
}

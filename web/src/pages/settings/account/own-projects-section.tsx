import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../../api/api-error.ts";
import { useApi, useDashboard } from "../../../api/dashboard-context.tsx";
import { chooseProject, type SessionProject } from "../../../api/session.ts";
import { useAccount, useReadSession, useSession } from "../../../api/use-session.ts";
import { PATHS } from "../../../lib/paths.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button, buttonClass } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Section } from "../../../ui/page.tsx";

/** The projects that one is in, the way to another, and the way out. */
export function OwnProjectsSection() {
  const { projects = [] } = useSession();
  const [leaving, setLeaving] = useState<SessionProject | null>(null);
  return (
    <Section
      title="Your projects"
      actions={
        <Link to={PATHS.newProject} className={buttonClass("plain", "small")}>
          <Plus aria-hidden size={14} />
          New project
        </Link>
      }
    >
      <ul className="card divide-y divide-line">
        {projects.map((project) => (
          <li key={project.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 sm:px-5">
            <span className="min-w-0 flex-1 break-words">{project.name}</span>
            <Badge>{project.role}</Badge>
            <Button size="small" look="quiet" onClick={() => setLeaving(project)}>
              Leave<span className="sr-only"> {project.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {leaving !== null && <LeaveDialog project={leaving} onClose={() => setLeaving(null)} />}
    </Section>
  );
}

function LeaveDialog({ project, onClose }: { readonly project: SessionProject; readonly onClose: () => void }) {
  const api = useApi();
  const { id } = useAccount();
  const { preferences } = useDashboard();
  const readSession = useReadSession();
  const leave = async (): Promise<void> => {
    await api.delete(`/members/${id}`, { projectId: project.id });
    const { projects = [] } = await readSession();
    preferences.projectId.set(chooseProject(projects, preferences.projectId.get())?.id ?? null);
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Leave ${project.name}?`}
      description="You no longer see it, and only an invitation brings you back. Its monitors go on."
      action="Leave project"
      danger
      onConfirm={leave}
      describeError={messageOf}
    />
  );
}

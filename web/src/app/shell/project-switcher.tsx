import { useRouter } from "@tanstack/react-router";
import { Check, ChevronsUpDown } from "lucide-react";
import { useDashboard } from "../../api/dashboard-context.tsx";
import { useProject, useSession } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";

/** Which project is looked at, and the way to another. */
export function ProjectSwitcher() {
  const { projects = [] } = useSession();
  const { preferences } = useDashboard();
  const current = useProject();
  const router = useRouter();
  const name = <span className="min-w-0 flex-1 truncate text-left font-medium">{current.name}</span>;
  if (projects.length < 2) return <div className="flex px-2.5">{name}</div>;
  const choose = async (id: string): Promise<void> => {
    // What is open belongs to the project that is left; whoever stays with what was typed there stays in it.
    await router.navigate({ to: PATHS.monitors });
    if (router.state.location.pathname === PATHS.monitors) preferences.projectId.set(id);
  };
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1.5 hover:bg-hover"
        >
          <span className="sr-only">Project: </span>
          {name}
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-soft" />
        </button>
      }
    >
      {projects.map((project) => (
        <MenuItem
          key={project.id}
          {...(project.id === current.id && { icon: Check })}
          // A page that cannot be loaded shows why.
          onSelect={() => void choose(project.id)}
        >
          {project.name}
        </MenuItem>
      ))}
    </Menu>
  );
}

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type StatusPage, statusPageQuery } from "../../api/status-page.ts";
import { useProject } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { DefinitionList } from "./definition-list.tsx";
import { BadgesSection } from "./status-page/badges-section.tsx";
import { StatusPageForm } from "./status-page/status-page-form.tsx";

/** What the project shows to everybody: its status page and its badges. */
export function StatusPagePage() {
  const project = useProject();
  const query = useQuery(statusPageQuery(useApi(), project.id));
  const page = query.data;
  return (
    <Page
      title="Status page"
      aside={page && (page.enabled ? <StatusBadge status="up" word="Seen by everybody" /> : <Badge>Off</Badge>)}
      actions={
        page?.enabled === true &&
        page.slug !== null && (
          <a href={`/status/${page.slug}`} target="_blank" rel="noreferrer" className={buttonClass()}>
            <ExternalLink aria-hidden size={16} />
            Open the page
          </a>
        )
      }
    >
      <p className="mb-6 text-soft">
        It shows the monitors that you choose, how they are and how they were. What stands behind them stays inside.
      </p>
      <Loaded query={query} title="The status page could not be read">
        {(data) => (project.may("write") ? <StatusPageForm key={project.id} page={data} /> : <ShownPage page={data} />)}
      </Loaded>
      {/* Below a form that is still to come they would only jump. */}
      {!query.isPending && (
        <div className="mt-10">
          <BadgesSection />
        </div>
      )}
    </Page>
  );
}

function ShownPage({ page }: { readonly page: StatusPage }) {
  return (
    <DefinitionList
      items={[
        { name: "Address", value: page.url ?? "not chosen yet" },
        { name: "Title", value: page.title },
        { name: "Monitors on it", value: page.groups.reduce((sum, { monitors }) => sum + monitors.length, 0) },
        { name: "Note", value: page.note || "none" },
      ]}
    />
  );
}

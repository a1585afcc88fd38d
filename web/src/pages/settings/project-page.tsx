import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import { boardQuery, projectQuery } from "../../api/project.ts";
import { useProject } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { BoardForm } from "./board-form.tsx";
import { DefinitionList } from "./definition-list.tsx";
import { DeleteProject } from "./delete-project.tsx";
import { ProjectForm } from "./project-form.tsx";

/** The project's name, time zone and default topics, its heartbeat board, and its end. */
export function ProjectPage() {
  const api = useApi();
  const project = useProject();
  const settings = useQuery(projectQuery(api, project.id));
  const board = useQuery(boardQuery(api, project.id));
  const mayChange = project.may("manage");
  return (
    <Page title="Project">
      <Loaded query={settings} title="The project could not be read">
        {(data) =>
          mayChange ? (
            <ProjectForm key={data.id} project={data} />
          ) : (
            <DefinitionList
              items={[
                { name: "Name", value: data.name },
                { name: "Time zone", value: data.timezone },
                { name: "Default topics", value: <TopicWords text={data.defaultTopics.join(", ") || "none"} /> },
              ]}
            />
          )
        }
      </Loaded>
      <div className="mt-10">
        <Section title="Heartbeat board">
          <p className="mb-4 text-soft">
            The board shows every pulse: a heartbeat that came through the heartbeat door and made its monitor itself.
          </p>
          <Loaded query={board} title="The board could not be read">
            {(data) =>
              mayChange ? (
                <BoardForm key={project.id} board={data} />
              ) : (
                <DefinitionList
                  items={[
                    { name: "Tells", value: <TopicWords text={data.topicInUse ?? "nobody"} /> },
                    { name: "How", value: data.mode === "each" ? "each by itself" : "in digests" },
                  ]}
                />
              )
            }
          </Loaded>
        </Section>
      </div>
      {project.may("own") && <DeleteProject key={project.id} />}
    </Page>
  );
}

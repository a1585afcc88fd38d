import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { rawBodyQuery } from "../api/alarms.ts";
import { isNotFound } from "../api/api-error.ts";
import { useApi } from "../api/dashboard-context.tsx";
import { useProject } from "../api/use-session.ts";
import { indentJson } from "../lib/indent-json.ts";
import { CodeBlock } from "../ui/copy.tsx";
import { ErrorState, SkeletonRows } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";

/** What a monitoring system sent, as it came and, where it is JSON, set out to be read. */
export function RawBody({ path }: { readonly path: string }) {
  const { data, error, refetch } = useQuery(rawBodyQuery(useApi(), useProject().id, path));
  const [view, setView] = useState<"indented" | "raw">("indented");
  if (data === undefined) {
    if (error === null) return <SkeletonRows />;
    if (isNotFound(error)) return <p className="text-soft">It is no longer kept.</p>;
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (data === "") return <p className="text-soft">It came without a body.</p>;
  const indented = indentJson(data);
  const raw = <CodeBlock code={data} label="what came" />;
  if (indented === null) return raw;
  return (
    <div className="min-w-0">
      <Tabs
        label="How it is shown"
        value={view}
        onChange={setView}
        tabs={[
          { name: "indented", label: "Indented", content: <CodeBlock code={indented} label="what came, indented" /> },
          { name: "raw", label: "As it came", content: raw },
        ]}
      />
    </div>
  );
}

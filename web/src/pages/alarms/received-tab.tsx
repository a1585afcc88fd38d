import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useMemo, useState } from "react";
import { type AlarmBody, alarmBodiesQuery } from "../../api/alarms.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { formatBytes } from "../../lib/format-bytes.ts";
import { RawBody } from "../../parts/raw-body.tsx";
import { ShowMore } from "../../parts/show-more.tsx";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { sourceLabel } from "./sources.ts";
import { TopicChoice } from "./topic-choice.tsx";

/** What monitoring systems sent to a topic, each as it came. */
export function ReceivedTab() {
  return <TopicChoice>{(topic) => <Received key={topic} topic={topic} />}</TopicChoice>;
}

function Received({ topic }: { readonly topic: string }) {
  const refetchInterval = usePollInterval();
  const query = useInfiniteQuery({ ...alarmBodiesQuery(useApi(), useProject().id, topic), refetchInterval });
  const [shown, setShown] = useState<AlarmBody | null>(null);
  const columns = useMemo(() => columnsWith(setShown), []);
  const bodies = query.data?.pages.flatMap((page) => page.bodies);
  if (bodies === undefined) {
    return query.error === null ? (
      <SkeletonRows />
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (bodies.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing has come yet">
        What systems send with an alarm token of this topic stands here for 30 days, as it came.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="What came"
        columns={columns}
        items={bodies}
        idOf={({ id }) => id}
        nameOf={({ source, at }) => `${source} ${at}`}
      />
      <ShowMore query={query} />
      <Dialog
        wide
        open={shown !== null}
        onOpenChange={(open) => !open && setShown(null)}
        title={shown === null ? "" : `What ${sourceLabel(shown.source)} sent`}
      >
        {shown !== null && <RawBody path={`/alarm-bodies/${encodeURIComponent(shown.id)}`} />}
      </Dialog>
    </>
  );
}

function columnsWith(show: (body: AlarmBody) => void): readonly Column<AlarmBody>[] {
  return [
    { id: "at", header: "When", className: "w-52", cell: ({ at }) => <Time at={at} /> },
    { id: "source", header: "Source", className: "w-52", cell: ({ source }) => sourceLabel(source) },
    {
      id: "read",
      header: "How it was read",
      onPhone: "plain",
      cell: ({ unparsed }) =>
        unparsed === null ? (
          <Badge>Read</Badge>
        ) : (
          <div className="grid justify-items-start gap-0.5">
            <StatusBadge status="late" word="Not read" />
            <span className="text-sm text-soft">{unparsed}</span>
          </div>
        ),
    },
    {
      id: "size",
      header: "Size",
      className: "w-24 max-lg:hidden",
      cell: ({ totalBytes }) => formatBytes(totalBytes),
    },
    {
      id: "show",
      header: "What came",
      className: "w-28",
      onPhone: "plain",
      cell: (body) => (
        <Button size="small" onClick={() => show(body)}>
          Show
        </Button>
      ),
    },
  ];
}

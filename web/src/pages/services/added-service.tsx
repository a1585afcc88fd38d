import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Service, serviceQuery } from "../../api/services.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { StatusBadge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CodeBlock, CopyField } from "../../ui/copy.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import type { Status } from "../../ui/status.ts";
import { RelativeTime } from "../../ui/time.tsx";
import { serviceInWords } from "./service-values.ts";

const LOOKS: Readonly<Record<Service["status"], Status>> = { Ok: "up", Dead: "down", Unknown: "new" };

interface AddedServiceProps {
  readonly id: string;
  readonly onAnother: () => void;
}

/** A service that was just added: its id, its key, the line that checks in, and its first check-in as it comes. */
export function AddedService({ id, onAnother }: AddedServiceProps) {
  const refetchInterval = usePollInterval();
  const query = serviceQuery(useApi(), useProject().id, id);
  const { data, error, refetch } = useQuery({ ...query, refetchInterval });
  if (data === undefined) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <div className="card mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 p-4">
        <StatusBadge status={LOOKS[data.status]} word={data.status} />
        <h2 className="min-w-0 truncate font-semibold">{data.name}</h2>
        <p className="w-full text-sm text-soft">{serviceInWords(data)}</p>
        <p aria-live="polite" className="w-full">
          {data.lastCheckInAt === null ? (
            "It has not checked in yet. This page tells when it does."
          ) : (
            <>
              It checked in <RelativeTime at={data.lastCheckInAt} />.
            </>
          )}
        </p>
      </div>
      <Section title="It checks in with this line">
        {data.curl === null ? (
          <p className="text-soft">Your role does not show keys.</p>
        ) : (
          <CodeBlock code={data.curl} label="the curl line" />
        )}
      </Section>
      <div className="mb-8 grid gap-4 sm:grid-cols-2">
        <div className="grid min-w-0 content-start gap-1">
          <h2 className="font-medium text-sm">Id</h2>
          <CopyField value={data.id} label="the id" />
        </div>
        {data.key !== null && (
          <div className="grid min-w-0 content-start gap-1">
            <h2 className="font-medium text-sm">Key</h2>
            <CopyField value={data.key} label="the key" />
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Link to={PATHS.monitor} params={{ id: data.monitorId }} className={buttonClass("primary")}>
          Go to the service
        </Link>
        <Button onClick={onAnother}>Add another</Button>
      </div>
    </>
  );
}

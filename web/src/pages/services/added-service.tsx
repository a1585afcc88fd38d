import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Service, serviceQuery } from "../../api/services.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { ServiceKeys } from "../../parts/service-keys.tsx";
import { StatusBadge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
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
  return (
    <Loaded query={useQuery({ ...query, refetchInterval })} title="The service could not be read">
      {(service) => <ServiceFacts service={service} onAnother={onAnother} />}
    </Loaded>
  );
}

interface ServiceFactsProps {
  readonly service: Service;
  readonly onAnother: () => void;
}

function ServiceFacts({ service, onAnother }: ServiceFactsProps) {
  return (
    <>
      <div className="card mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 p-4">
        <StatusBadge status={LOOKS[service.status]} word={service.status} />
        <h2 className="min-w-0 truncate font-semibold">{service.name}</h2>
        <p className="w-full text-sm text-soft">{serviceInWords(service)}</p>
        <p aria-live="polite" className="w-full">
          {service.lastCheckInAt === null ? (
            "It has not checked in yet. This page tells when it does."
          ) : (
            <>
              It checked in <RelativeTime at={service.lastCheckInAt} />.
            </>
          )}
        </p>
      </div>
      <ServiceKeys service={service} />
      <div className="flex flex-wrap gap-2">
        <Link to={PATHS.monitor} params={{ id: service.monitorId }} className={buttonClass("primary")}>
          Go to the service
        </Link>
        <Button onClick={onAnother}>Add another</Button>
      </div>
    </>
  );
}

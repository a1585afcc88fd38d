import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../../api/dashboard-context.tsx";
import { serviceQuery } from "../../../api/services.ts";
import { useProject } from "../../../api/use-session.ts";
import { Loaded } from "../../../parts/loaded.tsx";
import { ServiceKeys } from "../../../parts/service-keys.tsx";

/** How a monitor that was added as a service checks in. */
export function ServiceSection({ id }: { readonly id: string }) {
  const query = useQuery(serviceQuery(useApi(), useProject().id, id));
  return (
    <Loaded query={query} title="The service could not be read">
      {(service) => <ServiceKeys service={service} />}
    </Loaded>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Provider, providersQuery } from "../../api/providers.ts";
import { useProject } from "../../api/use-session.ts";

interface Providers {
  /** Undefined while they are read. */
  readonly providers: readonly Provider[] | undefined;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
  /** What a service is called; its kind while that is not known. */
  readonly titleOf: (kind: string) => string;
}

/** The services that messages can go to. */
export function useProviders(): Providers {
  const { data, error, refetch } = useQuery(providersQuery(useApi(), useProject().id));
  const titleOf = (kind: string): string => data?.find((provider) => provider.kind === kind)?.title ?? kind;
  return { providers: data, error, refetch, titleOf };
}

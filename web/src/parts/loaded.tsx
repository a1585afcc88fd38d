import type { ReactNode } from "react";
import { ErrorState, SkeletonRows } from "../ui/states.tsx";

interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
  /** What could not be done, such as "The members could not be read". */
  readonly title: string;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what a query read; until then that it is coming, or why it is not. */
export function Loaded<Data>({ query, title, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <SkeletonRows />;
  return <ErrorState title={title} error={query.error} onRetry={() => void query.refetch()} />;
}

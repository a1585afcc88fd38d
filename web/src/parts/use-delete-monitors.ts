import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { messageOf } from "../api/api-error.ts";
import { changeMonitors, MOST_AT_ONCE } from "../api/change-monitors.ts";
import { useApi } from "../api/dashboard-context.tsx";
import { useProject } from "../api/use-session.ts";
import { useToast } from "../ui/toasts.tsx";

/** As much of a monitor as its deletion needs. */
interface Doomed {
  readonly id: string;
  readonly name: string;
}

const deletingKey = (projectId: string): readonly string[] => [projectId, "deleting"];

/** The monitors that are about to be deleted and can still be kept: lists leave them out. */
export function useDeletingIds(): ReadonlySet<string> {
  const { data } = useQuery<ReadonlySet<string>>({
    queryKey: deletingKey(useProject().id),
    queryFn: () => new Set<string>(),
    initialData: NOBODY,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    enabled: false,
  });
  return data;
}

const NOBODY: ReadonlySet<string> = new Set<string>();

/**
 * Gives the function that deletes monitors with a way back: nothing is sent while the toast with its Undo is shown, because
 * a deleted monitor's log is gone for good. Leaving the page sends it at once.
 */
export function useDeleteMonitors(): (monitors: readonly Doomed[]) => void {
  const api = useApi();
  const queryClient = useQueryClient();
  const toast = useToast();
  const projectId = useProject().id;
  return useCallback(
    (monitors) => {
      const ids = monitors.map(({ id }) => id);
      const names = nameOf(monitors);
      let isDecided = false;
      const decide = (): boolean => {
        window.removeEventListener("pagehide", send);
        window.removeEventListener("beforeunload", warn);
        const isFirst = !isDecided;
        isDecided = true;
        return isFirst;
      };
      const send = (): void => {
        if (!decide()) return;
        changeMonitors(api, ids, { action: "delete" }, { projectId, keepalive: true })
          // Somebody else may have deleted one meanwhile.
          .then((refused) => refused.find(({ code }) => code !== "not_found")?.message ?? null, messageOf)
          .then(async (problem) => {
            if (problem !== null) toast({ text: `${names} stayed: ${problem}`, kind: "problem" });
            await queryClient.invalidateQueries({ queryKey: [projectId, "monitors"] });
            mark(queryClient, projectId, ids, false);
          })
          .catch((error: unknown) => toast({ text: messageOf(error), kind: "problem" }));
      };
      mark(queryClient, projectId, ids, true);
      window.addEventListener("pagehide", send);
      // A page that is being left can say no more than one request.
      if (ids.length > MOST_AT_ONCE) window.addEventListener("beforeunload", warn);
      toast({
        text: `Deleting ${names}`,
        undo: () => {
          if (decide()) mark(queryClient, projectId, ids, false);
        },
        onGone: send,
      });
    },
    [api, queryClient, toast, projectId],
  );
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function mark(queryClient: QueryClient, projectId: string, ids: readonly string[], isDeleting: boolean): void {
  queryClient.setQueryData<ReadonlySet<string>>(deletingKey(projectId), (before = NOBODY) => {
    const next = new Set(before);
    for (const id of ids) {
      if (isDeleting) next.add(id);
      else next.delete(id);
    }
    return next;
  });
}

function nameOf(monitors: readonly Doomed[]): string {
  const [first] = monitors;
  return monitors.length === 1 && first !== undefined ? `“${first.name}”` : `${monitors.length} monitors`;
}

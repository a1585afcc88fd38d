import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "../api/api-error.ts";
import { useProject } from "../api/use-session.ts";
import { useToast } from "../ui/toasts.tsx";

interface ActionOptions {
  /** What it touches, by the second part of the keys of queries; these are read anew. */
  readonly refresh: readonly string[];
  /** What is said when it is done; nothing: what is seen says it. */
  readonly done?: string;
}

/** Something that a button does: whether it is being done, and the way to do it. What it meets is told in a toast. */
export interface Action {
  readonly busy: boolean;
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** Does what a button says and reads anew what it touched; tells whether it succeeded. */
export function useAction({ refresh, done }: ActionOptions): Action {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const readAnew = useReadAnew();
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await act();
      await readAnew(...refresh);
      if (done !== undefined) toast({ text: done });
      return true;
    } catch (error) {
      toast({ text: messageOf(error), kind: "problem" });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** Gives the function that reads anew what the project shows of these names, the second parts of the keys of queries. */
export function useReadAnew(): (...names: readonly string[]) => Promise<void> {
  const queryClient = useQueryClient();
  const { id } = useProject();
  return useCallback(
    async (...names) => {
      await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [id, name] })));
    },
    [queryClient, id],
  );
}

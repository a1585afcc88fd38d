import { useQueryClient } from "@tanstack/react-query";
import { useReadSession } from "../../../api/use-session.ts";

/** Gives the function that reads anew what the pages of the account show, after something of it was changed. */
export function useRefreshAccount(): () => Promise<void> {
  const queryClient = useQueryClient();
  const readSession = useReadSession();
  return async () => {
    await Promise.all([queryClient.invalidateQueries({ queryKey: ["account"] }), readSession()]);
  };
}

import { messageOf } from "../../api/api-error.ts";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import { PATHS } from "../../lib/paths.ts";
import { useToast } from "../../ui/toasts.tsx";

/** Gives the function that logs out. The page is loaded anew, so that nothing that was read stays in it. */
export function useLogOut(): () => Promise<void> {
  const api = useApi();
  const { preferences, otherTabs } = useDashboard();
  const toast = useToast();
  return async () => {
    try {
      await api.delete("/session");
      otherTabs.tell();
      preferences.projectId.set(null);
      window.location.assign(PATHS.logIn);
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
    }
  };
}

import { useEffect, useRef } from "react";
import { useAccount } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";

/** Begins anew when somebody else logged in in another tab: nothing of the one account stays for the other. */
export function useOneAccount(): void {
  const { id } = useAccount();
  const first = useRef(id);
  useEffect(() => {
    if (id !== first.current) window.location.assign(PATHS.home);
  }, [id]);
}

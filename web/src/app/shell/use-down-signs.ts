import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { summaryQuery } from "../../api/summary.ts";
import { usePollInterval } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";

/** A tab that nobody looks at has no line to the server, and turns red all the same. */
const BACKGROUND_MS = 60_000;

/** Turns title and favicon red while something is down; says how many are. */
export function useDownSigns(): number {
  const { id } = useProject();
  const refetchInterval = usePollInterval() || BACKGROUND_MS;
  const { data } = useQuery({ ...summaryQuery(useApi(), id), refetchInterval, refetchIntervalInBackground: true });
  const downCount = data?.monitors.down ?? 0;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    icon?.setAttribute("href", downCount > 0 ? "/favicon-down.svg" : "/favicon.svg");
    markTitle(downCount);
    // Pages name the tab when they are gone to; the mark is put back before it.
    const title = document.querySelector("title");
    if (title === null) return;
    const observer = new MutationObserver(() => markTitle(downCount));
    observer.observe(title, { childList: true });
    return () => observer.disconnect();
  }, [downCount]);
  return downCount;
}

function markTitle(downCount: number): void {
  const plain = document.title.replace(/^\(\d+ down\) /, "");
  const marked = downCount > 0 ? `(${downCount} down) ${plain}` : plain;
  if (document.title !== marked) document.title = marked;
}

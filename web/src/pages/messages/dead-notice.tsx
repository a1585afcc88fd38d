import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MailX } from "lucide-react";
import { useApi } from "../../api/dashboard-context.tsx";
import { summaryQuery } from "../../api/summary.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Notice } from "../../ui/notice.tsx";
import type { MessagesSearch } from "./narrowing.ts";

/** Tells of messages that were given up, unless they are what is looked at. */
export function DeadNotice({ search }: { readonly search: MessagesSearch }) {
  const { data } = useQuery(summaryQuery(useApi(), useProject().id));
  const count = data?.deadMessages ?? 0;
  if (count === 0 || search.status === "dead") return null;
  return (
    <div className="mb-4">
      <Notice tone="careful" icon={MailX}>
        {count === 1 ? "1 message was given up and is dead." : `${count} messages were given up and are dead.`}{" "}
        <Link
          to={PATHS.messages}
          search={{ status: "dead" }}
          className="whitespace-nowrap font-medium underline underline-offset-2"
        >
          Show {count === 1 ? "it" : "them"}
        </Link>
      </Notice>
    </div>
  );
}

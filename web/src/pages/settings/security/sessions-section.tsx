import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor as Computer } from "lucide-react";
import { useState } from "react";
import { type OwnSession, ownSessionsQuery } from "../../../api/account.ts";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { describeBrowser } from "../../../lib/describe-browser.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { RelativeTime, Time } from "../../../ui/time.tsx";
import { useToast } from "../../../ui/toasts.tsx";

/** Where the account is logged in, and the way to end that. */
export function SessionsSection() {
  const api = useApi();
  const queryClient = useQueryClient();
  const toast = useToast();
  const { data, error, refetch } = useQuery(ownSessionsQuery(api));
  const [busy, setBusy] = useState<string | null>(null);
  const end = async (path: string, said: string): Promise<void> => {
    setBusy(path);
    try {
      await api.delete(path);
      await queryClient.invalidateQueries({ queryKey: ["account"] });
      toast({ text: said });
    } catch (problem) {
      toast({ kind: "problem", text: messageOf(problem) });
    } finally {
      setBusy(null);
    }
  };
  const others = data?.filter(({ current }) => !current).length ?? 0;
  return (
    <Section
      title="Where you are logged in"
      actions={
        others > 0 && (
          <Button
            size="small"
            busy={busy === "/account/sessions"}
            onClick={() => void end("/account/sessions", "You are logged out everywhere else.")}
          >
            Log out everywhere else
          </Button>
        )
      }
    >
      <div className="card">
        {error !== null && data === undefined && (
          <ErrorState title="The sessions could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {data === undefined && error === null && <SkeletonRows />}
        {data !== undefined && (
          <ul className="divide-y divide-line">
            {data.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                busy={busy === pathOf(session)}
                onEnd={() => void end(pathOf(session), "That browser is logged out.")}
              />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function pathOf({ id }: OwnSession): string {
  return `/account/sessions/${encodeURIComponent(id)}`;
}

interface SessionRowProps {
  readonly session: OwnSession;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const { current, createdAt, lastSeenAt, address, userAgent } = session;
  const browser = describeBrowser(userAgent);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-5">
      <Computer aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1 basis-52">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span title={userAgent} className="min-w-0 break-words font-medium">
            {browser}
          </span>
          {current && <Badge tone="up">This one</Badge>}
        </div>
        <div className="text-sm text-soft">
          {address === "" ? "" : `${address}, `}
          {current ? (
            "here and now"
          ) : (
            <>
              last seen <RelativeTime at={lastSeenAt} />
            </>
          )}
          , logged in <Time at={createdAt} />
        </div>
      </div>
      {!current && (
        <Button size="small" busy={busy} onClick={onEnd}>
          Log out<span className="sr-only"> {browser}</span>
        </Button>
      )}
    </li>
  );
}

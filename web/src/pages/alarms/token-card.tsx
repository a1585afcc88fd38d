import { Link } from "@tanstack/react-router";
import { Ellipsis, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { type AlarmToken, type NewAlarmToken, topicPath } from "../../api/alarms.ts";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { Badge } from "../../ui/badge.tsx";
import { buttonClass, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";

interface TokenCardProps {
  readonly token: AlarmToken;
  readonly topic: string;
}

/** One alarm token: what it takes and from whom, when it was last used, and what can be done with it. */
export function TokenCard({ token, topic }: TokenCardProps) {
  const api = useApi();
  const project = useProject();
  const readAnew = useReadAnew();
  const [asks, setAsks] = useState<"rotate" | "revoke" | null>(null);
  const path = `${topicPath(topic)}/alarm-tokens/${encodeURIComponent(token.id)}`;
  return (
    <article className="card flex flex-wrap items-start justify-between gap-3 p-4">
      <div className="grid min-w-0 flex-1 gap-1.5">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{token.name}</h3>
        <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-soft">
          <code className="font-mono">{token.hint}…</code>
          <span>
            made <RelativeTime at={token.createdAt} />
          </span>
          <span>{token.lastUsedAt === null ? "never used" : <LastUse at={token.lastUsedAt} />}</span>
        </p>
        <Options token={token} />
      </div>
      {project.may("keys") && (
        <div className="flex items-center gap-1">
          <Link to={PATHS.alarmToken} params={{ id: token.id }} search={{ topic }} className={buttonClass()}>
            Edit<span className="sr-only"> {token.name}</span>
          </Link>
          <Menu trigger={<IconButton icon={Ellipsis} label={`More for ${token.name}`} />}>
            {token.expiresAt === null && (
              <MenuItem icon={RefreshCw} onSelect={() => setAsks("rotate")}>
                Rotate
              </MenuItem>
            )}
            <MenuItem icon={Trash2} danger onSelect={() => setAsks("revoke")}>
              Revoke
            </MenuItem>
          </Menu>
        </div>
      )}
      <RotateDialog
        open={asks === "rotate"}
        name={token.name}
        onClose={() => setAsks(null)}
        rotate={(endOldNow) => api.post<NewAlarmToken>(`${path}/rotate`, { body: { endOldNow } })}
      />
      <ConfirmDialog
        open={asks === "revoke"}
        onOpenChange={(open) => !open && setAsks(null)}
        title={`Revoke ${token.name}?`}
        description="What still reports with it is refused from now on. Alarms that fire stay as they are."
        action="Revoke"
        danger
        onConfirm={async () => {
          await api.delete(path);
          await readAnew("topics");
        }}
        describeError={messageOf}
      />
    </article>
  );
}

function LastUse({ at }: { readonly at: string }) {
  return (
    <>
      used <RelativeTime at={at} />
    </>
  );
}

function Options({ token }: { readonly token: AlarmToken }) {
  const { allow, signature, mapping, snsTopics, eventPairs, expiresAt } = token;
  return (
    <div className="flex flex-wrap gap-1.5 empty:hidden">
      {expiresAt !== null && (
        <Badge tone="late">
          Rotated, ends <RelativeTime at={expiresAt} />
        </Badge>
      )}
      {allow.length > 0 && <Badge>from {allow.length === 1 ? allow[0] : `${allow.length} addresses`}</Badge>}
      {signature !== null && <Badge>signed only</Badge>}
      {mapping !== null && <Badge>mapping</Badge>}
      {snsTopics.length > 0 && <Badge>SNS topics: {snsTopics.length}</Badge>}
      {eventPairs.length > 0 && <Badge>event pairs: {eventPairs.length}</Badge>}
    </div>
  );
}

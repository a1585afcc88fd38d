import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Eye, Trash2 } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Key, ShownKey } from "../../api/keys.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { useReadAnew } from "../../parts/use-action.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { CopyField } from "../../ui/copy.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { keyKindWords } from "./key-kinds.ts";

/** One key: its kind, how to tell it apart, when it was last used, and what can be done with it. */
export function KeyRow({ apiKey }: { readonly apiKey: Key }) {
  const api = useApi();
  const project = useProject();
  const readAnew = useReadAnew();
  const [open, setOpen] = useState<"value" | "revoke" | null>(null);
  const { id, name, kind, hint, monitorId, createdAt, lastUsedAt } = apiKey;
  const words = keyKindWords(kind);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 truncate font-medium">{name}</span>
          <Badge>{words.label}</Badge>
          {monitorId !== null && (
            <Link to={PATHS.monitor} params={{ id: monitorId }} className="link text-sm">
              for one monitor
            </Link>
          )}
        </div>
        <div className="flex flex-wrap gap-x-3 text-sm text-soft">
          <code className="font-mono">{hint}…</code>
          <span>
            made <RelativeTime at={createdAt} />
          </span>
          <span>{lastUsedAt === null ? "never used" : <LastUse at={lastUsedAt} />}</span>
        </div>
      </div>
      {project.may("keys") && (
        <div className="flex items-center gap-1">
          {words.canBeShown && (
            <Button size="small" icon={Eye} onClick={() => setOpen("value")}>
              Show<span className="sr-only"> {name}</span>
            </Button>
          )}
          <IconButton icon={Trash2} label={`Revoke ${name}`} onClick={() => setOpen("revoke")} />
        </div>
      )}
      <Dialog
        open={open === "value"}
        onOpenChange={(isOpen) => !isOpen && setOpen(null)}
        title={name}
        description={words.purpose}
      >
        {open === "value" && <KeyValue id={id} />}
      </Dialog>
      <ConfirmDialog
        open={open === "revoke"}
        onOpenChange={(isOpen) => !isOpen && setOpen(null)}
        title={`Revoke ${name}?`}
        description="Whatever still uses it is refused from now on."
        action="Revoke"
        danger
        onConfirm={async () => {
          await api.delete(`/keys/${encodeURIComponent(id)}`);
          await readAnew("keys");
        }}
        describeError={messageOf}
      />
    </li>
  );
}

function LastUse({ at }: { readonly at: string }) {
  return (
    <>
      used <RelativeTime at={at} />
    </>
  );
}

/** The value is read when it is asked for and forgotten when the dialog closes. */
function KeyValue({ id }: { readonly id: string }) {
  const api = useApi();
  const project = useProject();
  const query = useQuery({
    queryKey: [project.id, "key-value", id],
    queryFn: ({ signal }) => api.get<ShownKey>(`/keys/${encodeURIComponent(id)}`, { signal }),
    gcTime: 0,
  });
  return (
    <Loaded query={query} title="The key could not be read">
      {({ value }) =>
        value === null ? <p>Its value cannot be shown again.</p> : <CopyField value={value} label="the key" />
      }
    </Loaded>
  );
}

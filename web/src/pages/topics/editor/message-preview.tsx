import { useState } from "react";
import { messageOf } from "../../../api/api-error.ts";
import type { MessagePreview as Preview } from "../../../api/previews.ts";
import { MessageWords } from "../../../parts/message-words.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { ScrollText } from "../../../ui/scroll-text.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import type { ShownPreview } from "./use-preview.ts";

interface MessagePreviewProps {
  readonly preview: ShownPreview;
  readonly provider: string;
  readonly hasOwnText: boolean;
}

/** What a message would look like, with what is wrong with its text. */
export function MessagePreview({ preview: { data, error, isMissing }, provider, hasOwnText }: MessagePreviewProps) {
  if (isMissing) return <Notice>Give the address first: a webhook is written from it.</Notice>;
  if (error !== null) return <Notice tone="careful">{messageOf(error)}</Notice>;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="grid gap-3">
      {data.fault !== null && <Notice tone="bad">It could not be sent so: {data.fault}</Notice>}
      {data.unknown.length > 0 && <UnknownNames names={data.unknown} />}
      {hasOwnText && data.event === "digest" && (
        <Notice>A digest has words of its own: it tells of many events.</Notice>
      )}
      <PreviewTabs preview={data} provider={provider} isOwn={hasOwnText} />
    </div>
  );
}

function UnknownNames({ names }: { readonly names: readonly string[] }) {
  const said = names.map((name) => `$${name}`).join(", ");
  return (
    <Notice tone="careful">
      <span className="break-all font-mono text-sm">{said}</span>
      {names.length === 1 ? " is no variable of this event: it stays" : " are no variables of this event: they stay"} as
      typed. Check the spelling, or write $$ for a dollar.
    </Notice>
  );
}

interface PreviewTabsProps {
  readonly preview: Preview;
  readonly provider: string;
  readonly isOwn: boolean;
}

function PreviewTabs({ preview: { title, text, payload }, provider, isOwn }: PreviewTabsProps) {
  const [tab, setTab] = useState<"text" | "payload">("text");
  return (
    <Tabs
      label="Preview"
      value={tab}
      onChange={setTab}
      tabs={[
        {
          name: "text",
          label: "What it says",
          content: <MessageWords provider={provider} title={title} text={text} isOwn={isOwn} />,
        },
        {
          name: "payload",
          label: "What is sent",
          content: <ScrollText text={JSON.stringify(payload, null, 2)} label="What is sent" className="max-h-96" />,
        },
      ]}
    />
  );
}

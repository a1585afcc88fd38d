import { Link } from "@tanstack/react-router";
import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Topic, topicPath } from "../../api/topics.ts";
import { PATHS } from "../../lib/paths.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock, CopyField } from "../../ui/copy.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Section } from "../../ui/page.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { curlLine } from "./curl-line.ts";

/** How programs publish to a topic: the command, and the hash that they need. */
export function PublishSection({ topic }: { readonly topic: Topic }) {
  const [isShown, setShown] = useState(false);
  const { channel, topic: name, hash } = topic;
  const line = curlLine({ origin: window.location.origin, channel, topic: name, hash: isShown ? hash : null });
  return (
    <Section title="Publish to it">
      <div className="grid grid-cols-1 gap-3">
        <p className="text-soft">
          Programs can tell the topic something, too. They need a{" "}
          <Link to={PATHS.keys} className="link">
            publish key
          </Link>{" "}
          and the topic's hash. What they send under <code className="font-mono text-sm">metadata</code> becomes
          variables of the message.
        </p>
        <CodeBlock code={line} label="the command that publishes" />
        {hash === null ? (
          <p className="text-soft">You may not see the hash. Ask somebody who may change this project.</p>
        ) : (
          <TopicHash topic={topic} hash={hash} isShown={isShown} onShow={setShown} />
        )}
      </div>
    </Section>
  );
}

interface TopicHashProps {
  readonly topic: Topic;
  readonly hash: string;
  readonly isShown: boolean;
  readonly onShow: (shown: boolean) => void;
}

function TopicHash({ topic, hash, isShown, onShow }: TopicHashProps) {
  const api = useApi();
  const toast = useToast();
  const readAnew = useReadAnew();
  const [isChanging, setChanging] = useState(false);
  const change = async (): Promise<void> => {
    await api.post(`${topicPath(topic.name)}/rotate-hash`);
    await readAnew("topics");
    onShow(true);
    toast({ text: "The topic has a new hash." });
  };
  return (
    <>
      {isShown && <CopyField value={hash} label="the hash" />}
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={isShown ? EyeOff : Eye} onClick={() => onShow(!isShown)}>
          {isShown ? "Hide the hash" : "Show the hash"}
        </Button>
        <Button size="small" icon={RefreshCw} onClick={() => setChanging(true)}>
          Change it
        </Button>
      </div>
      <ConfirmDialog
        open={isChanging}
        onOpenChange={setChanging}
        title="Give the topic a new hash?"
        description="The old one stops working at once. Every program that publishes here must be given the new one."
        action="Change the hash"
        danger
        describeError={messageOf}
        onConfirm={change}
      />
    </>
  );
}

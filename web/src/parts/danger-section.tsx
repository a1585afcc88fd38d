import type { LucideIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface DangerSectionProps {
  readonly title: string;
  readonly text: string;
  /** The button that asks, and the question that it opens. */
  readonly action: string;
  readonly icon: LucideIcon;
  readonly question: string;
  readonly warning?: string;
  /** What the question holds; it is given the way back. */
  readonly children: (onCancel: () => void) => ReactNode;
}

/** The end of something for good: what goes with it, and a question before it is done. */
export function DangerSection({ title, text, action, icon, question, warning, children }: DangerSectionProps) {
  const heading = useId();
  const [asks, setAsks] = useState(false);
  return (
    <section
      aria-labelledby={heading}
      className="mt-10 flex flex-wrap items-center justify-between gap-4 rounded-lg border border-down-mark/60 p-4"
    >
      <div className="min-w-0 flex-1 basis-64">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        <p className="text-soft">{text}</p>
      </div>
      <Button look="danger" icon={icon} onClick={() => setAsks(true)}>
        {action}
      </Button>
      <Dialog
        open={asks}
        onOpenChange={setAsks}
        title={question}
        {...(warning !== undefined && { description: warning })}
      >
        {children(() => setAsks(false))}
      </Dialog>
    </section>
  );
}

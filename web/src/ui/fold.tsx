import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

interface FoldProps {
  readonly title: ReactNode;
  /** Beside the title: what is set in it, in a few words. */
  readonly aside?: ReactNode;
  /** It opens by itself when something in it is set or wrong. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A part of a form that most people leave as it is, folded away until it is wanted. */
export function Fold({ title, aside, open = false, children }: FoldProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // Closing is left to the reader.
    if (open && details.current !== null) details.current.open = true;
  }, [open]);
  return (
    <details ref={details} className="group card">
      <summary className="flex list-none items-center gap-2 rounded-lg px-3.5 py-2.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden size={16} className="shrink-0 text-soft transition-transform group-open:rotate-90" />
        <span className="font-medium">{title}</span>
        {aside !== undefined && <span className="ml-auto truncate text-sm text-soft">{aside}</span>}
      </summary>
      <div className="grid gap-4 px-3.5 pt-1 pb-4">{children}</div>
    </details>
  );
}

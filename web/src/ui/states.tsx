import { CloudOff, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { isNetworkError, messageOf } from "../api/api-error.ts";
import { classNames } from "../lib/class-names.ts";
import { Button } from "./button.tsx";

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What belongs here and how it comes here. */
  readonly children: ReactNode;
  /** The next step: a button or a link. */
  readonly action?: ReactNode;
}

/** Nothing is here yet, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-2 px-4 py-14 text-center">
      <Icon aria-hidden size={28} strokeWidth={1.5} className="mb-1 text-brass" />
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="text-soft">{children}</div>
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  readonly error: unknown;
  /** What could not be done, such as "The monitors could not be read". */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** Something could not be read: what, why, and a way to try again. */
export function ErrorState({ error, title = "This could not be read", onRetry }: ErrorStateProps) {
  const Sign = isNetworkError(error) ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-2 px-4 py-14 text-center">
      <Sign aria-hidden size={28} strokeWidth={1.5} className="mb-1 text-down" />
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="text-soft">{messageOf(error)}</p>
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A grey shape where something is about to be. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames("animate-pulse rounded bg-line", className ?? "h-4 w-full")} />;
}

const ROW_WIDTHS = ["w-11/12", "w-full", "w-4/5", "w-10/12", "w-9/12", "w-11/12", "w-full", "w-3/4"] as const;

/** Rows that are about to come. */
export function SkeletonRows() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3 p-4">
      {Object.entries(ROW_WIDTHS).map(([row, width]) => (
        <Skeleton key={row} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}

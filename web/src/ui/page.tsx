import { type ReactNode, useEffect } from "react";

interface PageProps {
  /** The heading, and the title of the tab. */
  readonly title: string;
  /** What stands above the heading: where this page belongs. */
  readonly crumb?: ReactNode;
  /** Beside the heading: a status, a count. */
  readonly aside?: ReactNode;
  /** Buttons, the most wanted last. */
  readonly actions?: ReactNode;
  /** Forms and texts are read better when lines are short. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** A page: its heading with what can be done, then its content. It names the tab, too. */
export function Page({ title, crumb, aside, actions, narrow = false, children }: PageProps) {
  usePageTitle(title);
  return (
    <div className={narrow ? "mx-auto w-full max-w-2xl" : "w-full"}>
      <header className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          {crumb !== undefined && <div className="text-sm text-soft">{crumb}</div>}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="wrap-anywhere min-w-0 font-semibold text-xl tracking-tight">{title}</h1>
            {aside}
          </div>
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Names the tab; the count of what is down is put before it by the shell. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Watchbell`;
  }, [title]);
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="mb-8">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
        <h2 className="font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

import { Link } from "@tanstack/react-router";
import { PATHS } from "../../lib/paths.ts";
import { BellMark } from "../../ui/bell-mark.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { DownCount } from "./down-count.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { NAV_ITEMS } from "./nav-items.ts";
import { NavLink } from "./nav-link.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";

const ITEM =
  "group flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-soft hover:bg-hover hover:text-ink " +
  "aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:text-ink " +
  "aria-[current=page]:shadow-[0_0_0_1px_var(--color-line)]";

/** Where one can go, beside every page on a wide screen. */
export function Sidebar({ downCount }: { readonly downCount: number }) {
  return (
    <div className="sticky top-0 hidden h-dvh flex-col border-line border-r px-3 py-4 lg:flex">
      <Link to={PATHS.monitors} className="mb-4 flex items-center gap-2 px-2.5 font-semibold text-lg tracking-tight">
        <BellMark />
        Watchbell
      </Link>
      <ProjectSwitcher />
      <nav aria-label="Main" className="mt-4 grid gap-0.5">
        {NAV_ITEMS.map(({ to, label, icon: Icon }) => (
          <NavLink key={to} to={to} className={ITEM}>
            <Icon aria-hidden size={17} className="shrink-0" />
            <span className="flex-1">{label}</span>
            {to === PATHS.monitors && <DownCount count={downCount} />}
          </NavLink>
        ))}
      </nav>
      <div className="mt-auto">
        <FirstSteps />
        <AccountMenu />
      </div>
    </div>
  );
}

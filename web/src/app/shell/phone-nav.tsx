import { Link } from "@tanstack/react-router";
import { Ellipsis, Footprints } from "lucide-react";
import { PATHS } from "../../lib/paths.ts";
import { BellMark } from "../../ui/bell-mark.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { AccountItems } from "./account-menu.tsx";
import { DownCount } from "./down-count.tsx";
import { useFirstSteps } from "./first-steps.tsx";
import { NAV_ITEMS, PHONE_PLACES } from "./nav-items.ts";
import { NavLink } from "./nav-link.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";

const PLACE =
  "relative flex flex-1 flex-col items-center justify-center gap-0.5 pt-2 pb-1.5 text-[0.6875rem] text-soft " +
  "aria-[current=page]:font-semibold aria-[current=page]:text-ink";

/** Above every page on a phone: whose monitors these are. */
export function PhoneTop() {
  return (
    <header className="flex items-center gap-2 border-line border-b px-4 py-2 lg:hidden">
      <Link to={PATHS.monitors} aria-label="Watchbell: monitors" className="p-1">
        <BellMark />
      </Link>
      <div className="min-w-0 flex-1">
        <ProjectSwitcher />
      </div>
    </header>
  );
}

/** Below every page on a phone: where one can go with a thumb. */
export function PhoneBar({ downCount }: { readonly downCount: number }) {
  const firstSteps = useFirstSteps();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {NAV_ITEMS.slice(0, PHONE_PLACES).map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={to} className={PLACE}>
          <Icon aria-hidden size={20} />
          {label}
          {to === PATHS.monitors && (
            <span className="absolute top-0.5 left-1/2 ml-1.5">
              <DownCount count={downCount} />
            </span>
          )}
        </NavLink>
      ))}
      <Menu
        trigger={
          <button type="button" className={PLACE}>
            <Ellipsis aria-hidden size={20} />
            More
          </button>
        }
      >
        {NAV_ITEMS.slice(PHONE_PLACES).map(({ to, label, icon }) => (
          <MenuItem key={to} icon={icon} render={<Link to={to} />}>
            {label}
          </MenuItem>
        ))}
        {firstSteps !== null && (
          <MenuItem icon={Footprints} render={<Link to={PATHS.welcome} />}>
            First steps
          </MenuItem>
        )}
        <MenuSeparator />
        <AccountItems />
      </Menu>
    </nav>
  );
}

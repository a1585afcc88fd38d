import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useAccount } from "../api/use-session.ts";
import { PATHS } from "../lib/paths.ts";

const ITEM =
  "block rounded-md px-2.5 py-1.5 whitespace-nowrap text-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-hover " +
  "aria-[current=page]:font-medium aria-[current=page]:text-ink";

const GROUPS = [
  {
    name: "Project",
    items: [
      { to: PATHS.projectSettings, label: "General" },
      { to: PATHS.members, label: "Members" },
      { to: PATHS.keys, label: "API keys" },
      { to: PATHS.statusPageSettings, label: "Status page" },
      { to: PATHS.history, label: "History" },
    ],
  },
  {
    name: "You",
    items: [
      { to: PATHS.account, label: "Account" },
      { to: PATHS.security, label: "Security" },
      { to: PATHS.appearance, label: "Appearance" },
    ],
  },
] as const;

/** The frame of the settings: their list beside the one that is open. */
export function SettingsLayout() {
  const { isOperator } = useAccount();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the list scrolls sideways, to where one is now.
  useEffect(() => {
    nav.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
      <nav
        ref={nav}
        aria-label="Settings"
        className="relative flex gap-4 overflow-x-auto lg:grid lg:content-start lg:gap-5"
      >
        {GROUPS.map(({ name, items }) => (
          <div key={name} className="flex items-center gap-0.5 lg:grid lg:items-stretch">
            <div className="px-2.5 font-medium text-soft text-xs max-lg:sr-only lg:pb-1">{name}</div>
            {items.map(({ to, label }) => (
              <Link key={to} to={to} className={ITEM}>
                {label}
              </Link>
            ))}
          </div>
        ))}
        {isOperator && (
          <div className="flex items-center lg:grid lg:items-stretch">
            <div className="px-2.5 font-medium text-soft text-xs max-lg:sr-only lg:pb-1">Server</div>
            <Link to={PATHS.instance} className={ITEM}>
              Sign-up
            </Link>
          </div>
        )}
      </nav>
      <div className="min-w-0 max-w-3xl">
        <Outlet />
      </div>
    </div>
  );
}

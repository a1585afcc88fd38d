import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { PATHS } from "../../lib/paths.ts";
import type { NAV_ITEMS } from "./nav-items.ts";

interface NavLinkProps {
  readonly to: (typeof NAV_ITEMS)[number]["to"];
  readonly className: string;
  readonly children: ReactNode;
}

/** The way to a main page; it is marked while one is there, or on a page that belongs to it. */
export function NavLink({ to, className, children }: NavLinkProps) {
  const { pathname } = useLocation();
  // The one page whose address does not begin with that of where it belongs.
  const belongs = to === PATHS.monitors && pathname === PATHS.addService;
  return (
    <Link to={to} className={className} {...(belongs && { "aria-current": "page" as const })}>
      {children}
    </Link>
  );
}

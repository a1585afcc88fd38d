import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

/** A page that is loaded when it is gone to. Its type ends here, so that pages may use the router's types. */
export function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): RouteComponent {
  return lazyRouteComponent(load, name);
}

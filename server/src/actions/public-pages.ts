import type { ShownBadge } from "./show-badge.ts";
import type { PublicStatus } from "./show-status-page.ts";

/** What the addresses for everybody ask of whoever draws them; each function gives a whole document. */
export interface PublicPages {
  /** The Content-Security-Policy under which the status page works. */
  readonly policy: string;
  /** `refreshes`: it loads itself again and again. */
  readonly status: (status: PublicStatus, options: { readonly refreshes: boolean }) => string;
  /** Atom. */
  readonly feed: (status: PublicStatus) => string;
  /** A page without a status: what happened. */
  readonly notice: (view: { readonly title: string; readonly text: string }) => string;
  /** SVG. */
  readonly badge: (badge: ShownBadge) => string;
}

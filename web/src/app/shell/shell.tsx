import { Outlet } from "@tanstack/react-router";
import { ConnectionBanner } from "./connection-banner.tsx";
import { LogInAgain } from "./log-in-again.tsx";
import { PhoneBar, PhoneTop } from "./phone-nav.tsx";
import { ShortcutKeys } from "./shortcut-keys.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useDownSigns } from "./use-down-signs.ts";
import { useLiveUpdates } from "./use-live-updates.ts";
import { useOneAccount } from "./use-one-account.ts";

/** The frame of every page behind the log-in: where to go, which project, how the line is. */
export function Shell() {
  const downCount = useDownSigns();
  useLiveUpdates();
  useOneAccount();
  return (
    <ShortcutKeys>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-solid px-3 py-2 text-on-solid focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
        <Sidebar downCount={downCount} />
        <PhoneTop />
        <div className="min-w-0">
          <ConnectionBanner />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-[90rem] px-4 pt-4 pb-28 outline-none sm:px-6 lg:px-8 lg:py-7"
          >
            <Outlet />
          </main>
        </div>
        <PhoneBar downCount={downCount} />
      </div>
      <LogInAgain />
    </ShortcutKeys>
  );
}

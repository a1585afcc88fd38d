import { Outlet } from "@tanstack/react-router";
import { BellMark } from "../ui/bell-mark.tsx";

/** The frame of pages for strangers: log-in, set-up, invitations. */
export function PublicLayout() {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md grid-cols-1 content-center gap-6 px-4 py-10">
      <div className="flex items-center justify-center gap-2.5 font-semibold text-lg">
        <BellMark size={26} />
        Watchbell
      </div>
      <div className="card p-5 sm:p-7">
        <Outlet />
      </div>
    </main>
  );
}

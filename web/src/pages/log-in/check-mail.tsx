import { Link } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { PATHS } from "../../lib/paths.ts";
import { usePageTitle } from "../../ui/page.tsx";

/** A mail is on its way; what to do with it, and what if it does not come. It never says whether there is an account. */
export function CheckMail({ to, what }: { readonly to: string; readonly what: string }) {
  usePageTitle("Look into your mail");
  return (
    <div role="status" className="grid justify-items-center gap-2 text-center">
      <MailCheck aria-hidden size={28} strokeWidth={1.5} className="text-brass" />
      <h1 className="font-semibold text-xl tracking-tight">Look into your mail</h1>
      <p className="text-soft">
        A mail to <span className="font-medium text-ink">{to}</span> brings {what}. It can take a minute; look among the
        spam, too.
      </p>
      <Link to={PATHS.logIn} className="link mt-2">
        Back to log in
      </Link>
    </div>
  );
}

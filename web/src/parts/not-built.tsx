import { Hammer } from "lucide-react";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";

/** A page whose content is not written: what it is for can be done over the API. */
export function NotBuilt({ title }: { readonly title: string }) {
  return (
    <Page title={title}>
      <EmptyState icon={Hammer} title="This page is not here yet">
        Until it is, the{" "}
        <a className="link" href="/api/docs">
          API
        </a>{" "}
        and the command line do its work.
      </EmptyState>
    </Page>
  );
}

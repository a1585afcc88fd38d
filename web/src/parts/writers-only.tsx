import { Eye } from "lucide-react";
import type { ReactNode } from "react";
import { useProject } from "../api/use-session.ts";
import { EmptyState } from "../ui/states.tsx";

/** A form for those who may change the project; whoever may only look at it is told so before typing anything. */
export function WritersOnly({ children }: { readonly children: ReactNode }) {
  const { name, may } = useProject();
  if (may("write")) return children;
  return (
    <EmptyState icon={Eye} title={`You may only look at ${name}`}>
      Its members and managers change it. Ask one of them, or choose another project.
    </EmptyState>
  );
}

import { NotBuilt } from "../../parts/not-built.tsx";

/** Forgotten password. */
export function ForgotPage() {
  return <NotBuilt title="Forgotten password" />;
}

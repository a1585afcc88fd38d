import { NotBuilt } from "../../parts/not-built.tsx";

/** Sign up. */
export function SignUpPage() {
  return <NotBuilt title="Sign up" />;
}

import type { ReactNode } from "react";
import { useAccount } from "../../api/use-session.ts";
import { KnownEmail, PasswordField } from "../../parts/account-fields.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
import { useForm } from "../../ui/use-form.ts";

interface PasswordDialogProps {
  readonly onClose: () => void;
  readonly title: string;
  readonly description: ReactNode;
  readonly action: string;
  /** What is sent with the request; empty for an account that has no password. */
  readonly onConfirm: (body: { readonly password?: string }) => Promise<unknown>;
}

/** Asks for the password once more before something that a borrowed browser must not do. */
export function PasswordDialog({ onClose, title, description, action, onConfirm }: PasswordDialogProps) {
  const { email, hasPassword } = useAccount();
  const form = useForm({
    initial: { password: "" },
    check: ({ password }) =>
      hasPassword && password === "" ? { password: "Type the password that you log in with." } : {},
    save: ({ password }) => onConfirm(hasPassword ? { password } : {}),
    warns: false,
  });
  return (
    <Dialog open onOpenChange={onClose} title={title} description={description}>
      <Form form={form} action={action}>
        <KnownEmail email={email} />
        {hasPassword && <PasswordField form={form} />}
      </Form>
    </Dialog>
  );
}

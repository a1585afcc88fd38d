import type { ReactNode } from "react";
import { useAccount } from "../../api/use-session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
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
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        {hasPassword && (
          <Field label="Password" error={form.errorOf("password")} required>
            <PasswordInput
              autoComplete="current-password"
              value={form.values.password}
              onChange={(event) => form.set("password", event.target.value)}
            />
          </Field>
        )}
      </Form>
    </Dialog>
  );
}

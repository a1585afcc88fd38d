import type { NewTotp, RecoveryCodes } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { CopyField } from "../../../ui/copy.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { useForm } from "../../../ui/use-form.ts";

interface TotpSetUpProps {
  readonly totp: NewTotp;
  readonly onClose: () => void;
  /** It is on, and these are the account's recovery codes. */
  readonly onOn: (codes: readonly string[]) => void;
}

/** Sets an authenticator app up: scan, then type the first code. */
export function TotpSetUp({ totp, onClose, onOn }: TotpSetUpProps) {
  const api = useApi();
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => (/^\d{6}$/.test(code.replaceAll(/\s/g, "")) ? {} : { code: "Type the six digits." }),
    save: async ({ code }) => {
      const body = { code: code.replaceAll(/\s/g, "") };
      onOn((await api.put<RecoveryCodes>("/account/totp", { body })).recoveryCodes);
    },
    warns: false,
  });
  return (
    <Dialog open onOpenChange={onClose} title="Set up an authenticator app">
      <Form form={form} action="Turn on">
        <p className="text-soft">Scan this with an authenticator app, then type the code that it shows.</p>
        {/* White also at night: cameras want dark on light. */}
        <div className="mx-auto rounded-md bg-[#fff] p-3">
          <img
            alt="QR code for an authenticator app"
            src={`data:image/svg+xml;utf8,${encodeURIComponent(totp.qrSvg)}`}
            className="size-44"
          />
        </div>
        <details className="text-sm">
          <summary className="text-soft hover:text-ink">Cannot scan it?</summary>
          <div className="mt-2 grid grid-cols-1 gap-1">
            <span className="text-soft">Type this secret into the app:</span>
            <CopyField value={totp.secret} label="the secret" />
          </div>
        </details>
        <Field label="Code" error={form.errorOf("code")} required>
          <TextInput
            autoComplete="one-time-code"
            inputMode="numeric"
            className="max-w-40 font-mono tracking-widest"
            value={form.values.code}
            onChange={(event) => form.set("code", event.target.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}

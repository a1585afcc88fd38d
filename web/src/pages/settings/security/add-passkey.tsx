import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { AddedPasskey } from "../../../api/account.ts";
import { ApiError, messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { describeBrowser } from "../../../lib/describe-browser.ts";
import { makePasskey, sayNoPasskey } from "../../../lib/passkeys.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";
import { usePasswordAgain } from "../password-again.tsx";
import { CodesDialog } from "./codes-dialog.tsx";
import { useRefreshAccount } from "./use-refresh-account.ts";

type Options = PublicKeyCredentialCreationOptionsJSON;

/** The way to another passkey: the password where it is asked for, a name, and what the browser wants. */
export function AddPasskey() {
  const api = useApi();
  const refresh = useRefreshAccount();
  const toast = useToast();
  const again = usePasswordAgain();
  const [busy, setBusy] = useState(false);
  const [options, setOptions] = useState<Options | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    try {
      await again.run(async (body) => setOptions(await api.post<Options>("/account/passkeys/options", { body })));
    } catch (error) {
      toast({ kind: "problem", text: messageOf(error) });
    } finally {
      setBusy(false);
    }
  };
  const tell = (): void => toast({ text: "The passkey is added." });
  return (
    <>
      <Button size="small" icon={Plus} busy={busy} onClick={() => void begin()}>
        Add passkey
      </Button>
      {again.dialog}
      {options !== null && (
        <NamePasskey
          options={options}
          onClose={() => setOptions(null)}
          onAdded={(recoveryCodes) => {
            setOptions(null);
            setCodes(recoveryCodes);
            // On a phone it would lie on the codes.
            if (recoveryCodes === null) tell();
            void refresh(); // What fails to be read shows in the page.
          }}
        />
      )}
      {codes !== null && (
        <CodesDialog
          codes={codes}
          onClose={() => {
            setCodes(null);
            tell();
          }}
        />
      )}
    </>
  );
}

interface NamePasskeyProps {
  readonly options: Options;
  readonly onClose: () => void;
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
}

function NamePasskey({ options, onClose, onAdded }: NamePasskeyProps) {
  const api = useApi();
  const form = useForm({
    initial: { name: describeBrowser(navigator.userAgent) },
    check: ({ name }) => (name.trim() === "" ? { name: "Give it a name." } : {}),
    save: async ({ name }) => {
      const passkey = await makePasskey(options);
      if (typeof passkey === "string") throw new ApiError(sayNoPasskey(passkey), { code: "no_passkey", status: 0 });
      const body = { name: name.trim(), passkey };
      onAdded((await api.post<AddedPasskey>("/account/passkeys", { body })).recoveryCodes);
    },
    warns: false,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a passkey"
      description="Your browser asks you for it: a fingerprint, a face, a security key."
    >
      <Form form={form} action="Continue">
        <Field label="Name" hint="So that you know it again in the list." error={form.errorOf("name")} required>
          <TextInput
            maxLength={100}
            value={form.values.name}
            onChange={(event) => form.set("name", event.target.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}

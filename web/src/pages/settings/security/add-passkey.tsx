import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useReadSession } from "../../../api/use-session.ts";
import { describeBrowser } from "../../../lib/describe-browser.ts";
import { makePasskey } from "../../../lib/passkeys.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";

/** Names a passkey and lets the browser make it. */
export function AddPasskey({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const readSession = useReadSession();
  const toast = useToast();
  const form = useForm({
    initial: { name: describeBrowser(navigator.userAgent) },
    check: ({ name }) => (name.trim() === "" ? { name: "Give it a name." } : {}),
    save: async ({ name }) => {
      const options = await api.post<PublicKeyCredentialCreationOptionsJSON>("/account/passkeys/options");
      const passkey = await makePasskey(options);
      if (passkey === null) throw new ApiError("No passkey was made. Try again.", { code: "no_passkey", status: 0 });
      await api.post("/account/passkeys", { body: { name: name.trim(), passkey } });
      await Promise.all([queryClient.invalidateQueries({ queryKey: ["account"] }), readSession()]);
      toast({ text: "The passkey is added." });
      onClose();
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

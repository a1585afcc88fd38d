import { useQueryClient } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { ApiError } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Session, sessionQuery } from "../../api/session.ts";
import { useSession, useTakeSession } from "../../api/use-session.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { canUsePasskeys } from "../../lib/passkeys.ts";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { PasskeyButton } from "./passkey-button.tsx";

type Factor = NonNullable<Session["factors"]>[number];

/** After the password: the code of an app, a passkey, or a recovery code when both are out of reach. */
export function SecondFactorPage() {
  const api = useApi();
  const { factors = [] } = useSession();
  const hasPasskey = factors.includes("passkey");
  const typed = factors.filter((factor) => factor !== "passkey");
  const [factor, setFactor] = useState<Factor | undefined>(typed[0]);
  const other = typed.find((each) => each !== factor);
  return (
    <Page title="One more step">
      <div className="grid gap-5">
        {hasPasskey && (
          <div className="grid gap-2">
            <p className="text-soft">Your account asks for more than the password.</p>
            <PasskeyButton
              label="Use a passkey"
              icon={Fingerprint}
              look="primary"
              save={(passkey) => api.post<Session>("/session/second-factor", { body: { passkey } })}
            />
            {!canUsePasskeys() && (
              <p className="text-soft text-sm">Browsers use passkeys over https only, or on this very machine.</p>
            )}
          </div>
        )}
        {factor !== undefined && <CodeForm key={factor} factor={factor} isSecond={hasPasskey} />}
        <div className="flex flex-wrap gap-x-4 gap-y-2 border-line border-t pt-4 text-sm">
          {other !== undefined && (
            <button type="button" className="link" onClick={() => setFactor(other)}>
              {other === "totp" ? "Use the code of your app" : "Use a recovery code"}
            </button>
          )}
          <StartAgain />
        </div>
      </div>
    </Page>
  );
}

const WORDS = {
  totp: { label: "Code", hint: "The six digits that your authenticator app shows for Watchbell." },
  "recovery-code": {
    label: "Recovery code",
    hint: "One of the codes that you kept when you set this up. Each is good once.",
  },
} as const;

function CodeForm({ factor, isSecond }: { readonly factor: Factor; readonly isSecond: boolean }) {
  const api = useApi();
  const takeSession = useTakeSession();
  const queryClient = useQueryClient();
  const isTotp = factor === "totp";
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => (code.trim() === "" ? { code: "Type the code." } : {}),
    save: async ({ code }) => {
      const body = isTotp ? { totp: code.replaceAll(/\s/g, "") } : { recoveryCode: code.trim() };
      try {
        takeSession(await api.post<Session>("/session/second-factor", { body }));
      } catch (error) {
        // It took too long, and the password is asked for once more.
        if (error instanceof ApiError && error.code === "signed_out") {
          await queryClient.invalidateQueries({ queryKey: sessionQuery(api).queryKey });
        }
        throw error;
      }
    },
    warns: false,
  });
  const { label, hint } = WORDS[isTotp ? "totp" : "recovery-code"];
  return (
    <Form form={form} action="Continue">
      <Field label={label} hint={hint} error={form.errorOf("code", "totp", "recoveryCode")} required>
        <TextInput
          ref={isSecond ? undefined : focusOnMount}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          inputMode={isTotp ? "numeric" : "text"}
          className="font-mono tracking-widest"
          value={form.values.code}
          onChange={(event) => form.set("code", event.target.value)}
        />
      </Field>
    </Form>
  );
}

/** Out of the half log-in: as somebody else, or without what is asked for. */
function StartAgain() {
  const api = useApi();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.delete("/session");
    } finally {
      await queryClient.invalidateQueries({ queryKey: sessionQuery(api).queryKey });
      setBusy(false);
    }
  };
  return (
    <button type="button" className="link" disabled={busy} onClick={() => void start().catch(() => {})}>
      Log in as somebody else
    </button>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NewTotp } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useReadSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyField } from "../../../ui/copy.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useForm } from "../../../ui/use-form.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Sets an authenticator app up: scan, type the first code, keep the recovery codes. */
export function TotpSetUp({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const readSession = useReadSession();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  // A secret of its own for each time the dialog opens; asking again for the same one would make another.
  const [key] = useState(() => ["new-totp", crypto.getRandomValues(new Uint32Array(1))[0]]);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api.post<NewTotp>("/account/totp"),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const finish = (): void => {
    onClose();
    // Only now: the section behind would otherwise change under the codes. What fails to be read shows in the page.
    if (codes !== null) void readSession();
  };
  return (
    <Dialog
      open
      onOpenChange={finish}
      title={codes === null ? "Set up an authenticator app" : "Keep your recovery codes"}
    >
      {codes !== null && (
        <>
          <RecoveryCodes codes={codes} />
          <Button look="primary" onClick={finish} className="justify-self-end">
            I have kept them
          </Button>
        </>
      )}
      {codes === null && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {codes === null && error === null && data === undefined && <Skeleton className="mx-auto size-48" />}
      {codes === null && data !== undefined && <ScanAndTry totp={data} onOn={setCodes} />}
    </Dialog>
  );
}

interface ScanAndTryProps {
  readonly totp: NewTotp;
  readonly onOn: (codes: readonly string[]) => void;
}

function ScanAndTry({ totp, onOn }: ScanAndTryProps) {
  const api = useApi();
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => (/^\d{6}$/.test(code.replaceAll(/\s/g, "")) ? {} : { code: "Type the six digits." }),
    save: async ({ code }) => {
      const body = { code: code.replaceAll(/\s/g, "") };
      onOn((await api.put<{ readonly recoveryCodes: readonly string[] }>("/account/totp", { body })).recoveryCodes);
    },
    warns: false,
  });
  return (
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
  );
}

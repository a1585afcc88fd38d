import { ShieldCheck, Smartphone } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";

type Asked = "set-up" | "turn-off" | "new-codes";

/** The codes of an authenticator app, and the recovery codes for when it is lost. */
export function TotpSection() {
  const { factors } = useAccount();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const isOn = factors.includes("totp");
  const close = (): void => setAsked(null);
  return (
    <Section title="Authenticator app">
      <div className="card flex flex-wrap items-center gap-3 p-4 sm:p-5">
        <Smartphone aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-soft" />
        <div className="min-w-0 flex-1 basis-64">
          {isOn ? (
            <Badge tone="up" icon={ShieldCheck}>
              On
            </Badge>
          ) : (
            <span className="font-medium">Off</span>
          )}
          <p className="text-soft">
            {isOn
              ? "After the password you are asked for the code that your app shows."
              : "With it a stolen password alone lets nobody in: an app on your phone shows a new code every half minute."}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {isOn ? (
            <>
              <Button onClick={() => setAsked("new-codes")}>New recovery codes</Button>
              <Button look="danger" onClick={() => setAsked("turn-off")}>
                Turn off
              </Button>
            </>
          ) : (
            <Button look="primary" onClick={() => setAsked("set-up")}>
              Set up
            </Button>
          )}
        </div>
      </div>
      {asked === "set-up" && <TotpSetUp onClose={close} />}
      {asked === "turn-off" && <TurnOff onClose={close} />}
      {asked === "new-codes" && <NewCodes onClose={close} onMade={setCodes} />}
      {codes !== null && (
        <Dialog open onOpenChange={() => setCodes(null)} title="Your new recovery codes">
          <RecoveryCodes codes={codes} />
          <Button look="primary" onClick={() => setCodes(null)} className="justify-self-end">
            I have kept them
          </Button>
        </Dialog>
      )}
    </Section>
  );
}

interface Closing {
  readonly onClose: () => void;
}

function TurnOff({ onClose }: Closing) {
  const api = useApi();
  const readSession = useReadSession();
  const toast = useToast();
  return (
    <PasswordDialog
      onClose={onClose}
      title="Turn the authenticator app off?"
      description="From then on nobody asks for its codes, and the recovery codes are good no more."
      action="Turn off"
      onConfirm={async (body) => {
        await api.delete("/account/totp", { body });
        await readSession();
        toast({ text: "The authenticator app is off." });
        onClose();
      }}
    />
  );
}

function NewCodes({ onClose, onMade }: Closing & { readonly onMade: (codes: readonly string[]) => void }) {
  const api = useApi();
  return (
    <PasswordDialog
      onClose={onClose}
      title="Make new recovery codes?"
      description="The old ones are good no more."
      action="Make new codes"
      onConfirm={async (body) => {
        const made = await api.post<{ readonly recoveryCodes: readonly string[] }>("/account/recovery-codes", { body });
        onClose();
        onMade(made.recoveryCodes);
      }}
    />
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Instance, instanceQuery } from "../../api/instance.ts";
import { useAccount } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { useAction } from "../../parts/use-action.ts";
import { RadioGroup } from "../../ui/inputs.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";

/** Who may make an account here; the operator decides. */
export function InstancePage() {
  const { isOperator } = useAccount();
  return (
    <Page title="Sign-up">
      {isOperator ? (
        <SignUpChoice />
      ) : (
        <EmptyState icon={Lock} title="This is for the operator">
          Whoever set this Watchbell up decides who may make an account.
        </EmptyState>
      )}
    </Page>
  );
}

function SignUpChoice() {
  const api = useApi();
  const queryClient = useQueryClient();
  const instance = useQuery(instanceQuery(api));
  const saving = useAction({ refresh: [], done: "Saved." });
  // What was clicked shows at once; when saving fails, what holds shows again.
  const [chosen, setChosen] = useState<Instance["signUp"] | null>(null);
  const choose = async (signUp: Instance["signUp"]): Promise<void> => {
    setChosen(signUp);
    await saving.run(async () => {
      const changed = await api.patch<Instance>("/instance", { body: { signUp } });
      queryClient.setQueryData(instanceQuery(api).queryKey, changed);
      await queryClient.invalidateQueries({ queryKey: ["session"] });
    });
    setChosen(null);
  };
  return (
    <Loaded query={instance} title="The settings could not be read">
      {({ signUp }) => (
        <div className="grid gap-7">
          <p className="text-soft">What you choose here holds for everybody, at once.</p>
          <RadioGroup
            label="Who may make an account"
            name="sign-up"
            value={chosen ?? signUp}
            onChange={(value) => void choose(value)}
            choices={[
              {
                value: "invited",
                label: "Whoever is invited",
                hint: "Owners and managers invite people under Members.",
              },
              {
                value: "open",
                label: "Anybody who reaches this server",
                hint: "Each new account gets a project of its own and sees no other.",
              },
            ]}
          />
        </div>
      )}
    </Loaded>
  );
}

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { keysQuery } from "../../api/keys.ts";
import { useProject } from "../../api/use-session.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { KeyRow } from "./key-row.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

/** What lets programs in: the keys of the project, without their values. */
export function KeysPage() {
  const project = useProject();
  const keys = useQuery(keysQuery(useApi(), project.id));
  const [makes, setMakes] = useState(false);
  const create = project.may("keys") && (
    <Button look="primary" icon={Plus} onClick={() => setMakes(true)}>
      New key
    </Button>
  );
  return (
    <Page title="API keys" actions={create}>
      <Loaded query={keys} title="The keys could not be read">
        {(data) =>
          data.length === 0 ? (
            <EmptyState icon={KeyRound} title="No program may come in yet" action={create}>
              Programs use keys where people log in. Each kind of key may do one thing, so that a machine gets no more
              than it needs.
            </EmptyState>
          ) : (
            <ul className="card divide-y divide-line">
              {data.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewKeyDialog open={makes} onClose={() => setMakes(false)} />
    </Page>
  );
}

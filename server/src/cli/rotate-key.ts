import { Command } from "@commander-js/extra-typings";
import { findVariable } from "../config/environment.ts";
import { adoptNextMasterKey, loadNextMasterKey, readMasterKeyFile } from "../config/master-key.ts";
import { NEW_SECRET_KEY_VARIABLE } from "../config/setting-rules.ts";
import { parseSecretKey } from "../config/setting-values.ts";
import type { Settings } from "../config/settings.ts";
import { createVault } from "../lib/vault.ts";
import { countInWords } from "../lib/words.ts";
import type { RotationOutcome } from "../store/sql/rotate-master-key.ts";
import { examples } from "./api-command.ts";
import { CliFault, usageFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import type { CliPlace } from "./parse-place.ts";
import { withPlace } from "./with-place.ts";

/** `watchbell rotate-key`: seals every stored secret with a new master key. */
export function rotateKeyCommand(context: CliContext) {
  return new Command("rotate-key")
    .description("Seal every stored secret with a new master key, while no server runs.")
    .addHelpText(
      "after",
      `
With a key file in the data folder the new key is made here, and the old file stays beside it for older backups. With
WATCHBELL_SECRET_KEY the new key is read from ${NEW_SECRET_KEY_VARIABLE}, or the file that ${NEW_SECRET_KEY_VARIABLE}_FILE
names. What was stopped or killed is run again: it goes on, and until then no server starts. API keys, ping keys, sessions,
links and badges go on working. docs/moving.md tells the rest.
${examples(
  "watchbell rotate-key",
  "WATCHBELL_SECRET_KEY_FILE=old.key WATCHBELL_NEW_SECRET_KEY_FILE=new.key watchbell rotate-key",
)}`,
    )
    .action(() => withPlace(context, (found) => rotateKey(context, found)));
}

async function rotateKey(context: CliContext, found: CliPlace & { readonly settings: Settings }): Promise<void> {
  const { settings, place } = found;
  const { rotateMasterKey } = await import("../store/sql/rotate-master-key.ts");
  if (settings.secretKey !== null) {
    const newKey = newKeyOfEnvironment(context, settings.secretKey);
    const oldKey = Buffer.from(settings.secretKey, "utf8");
    tell(context, await rotateMasterKey(place, { oldKey, newKey, clock: context.clock }));
    context.print(
      `Now give the value of ${NEW_SECRET_KEY_VARIABLE} to every server as WATCHBELL_SECRET_KEY, and start. Keep the old one as long as you keep backups from before.`,
    );
    return;
  }
  const { dataDir } = settings;
  const old = readMasterKeyFile(dataDir);
  if (old === null) {
    throw new CliFault(
      "There is no master.key in the data folder.",
      "Put back the one that the database was made with, or set WATCHBELL_SECRET_KEY.",
    );
  }
  const next = loadNextMasterKey(dataDir);
  tell(context, await rotateMasterKey(place, { oldKey: old.key, newKey: next.key, clock: context.clock }));
  const kept = adoptNextMasterKey(dataDir, createVault(old.key).fingerprint);
  context.print(`The new key lies in ${old.source}: make a copy of it now, apart from the database.`);
  context.print(`The old one lies in ${kept}: backups from before need it. Delete it when none is left.`);
}

function newKeyOfEnvironment({ environment }: CliContext, secretKey: string): Uint8Array {
  const found = findVariable(NEW_SECRET_KEY_VARIABLE, environment);
  if (found.kind === "unset") {
    throw usageFault(
      `${NEW_SECRET_KEY_VARIABLE} is missing: the key to change to.`,
      "Make one with: openssl rand -base64 32",
    );
  }
  if (found.kind === "twice") throw usageFault(`Both ${found.setting} and ${found.setting}_FILE are set.`, "Keep one.");
  if (found.kind === "unreadable") throw new CliFault(`The file ${found.path} ${found.reason}.`);
  const parsed = parseSecretKey(found.text);
  if (!parsed.ok) throw usageFault(`${found.setting}: ${parsed.message}`, parsed.hint);
  if (parsed.value === secretKey)
    throw usageFault("The new key is the old one.", "Make one with: openssl rand -base64 32");
  return Buffer.from(parsed.value, "utf8");
}

function tell({ print, complain }: CliContext, outcome: RotationOutcome): void {
  if (outcome.kind === "was-rotated") {
    print("Everything is sealed with the new key already.");
    return;
  }
  print(`${countInWords(outcome.resealed, "secret")} sealed with the new key.`);
  if (outcome.unreadable > 0) {
    complain(
      `watchbell: ${countInWords(outcome.unreadable, "secret")} could be opened with neither key and stayed as they were. Integrations that they belong to are suspended when they are used: give their credentials anew.`,
    );
  }
}

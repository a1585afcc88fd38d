import type { CliContext } from "../context.ts";
import { readRecord } from "../read-document.ts";

/** What the file of `--options` may hold, for the help of the commands that take one. */
export const OPTIONS_HELP = `
The file of --options, YAML or JSON, holds what the API takes besides the name; each part may be left out:

  mapping:                          # any system: where its JSON holds what
    title: rule.name
    status: state
    states: { BAD: firing, GOOD: resolved }
  eventPairs:                       # CloudMonitor: events and their ends
    - opens: Disk:Stalled
      ends: [Disk:Resumed]
  snsTopics: ["arn:aws:sns:…"]      # CloudWatch: who may report
  signature: { secret: … }          # take only alarms that are signed
`;

/** What an options file says; without one nothing. */
export async function readTokenOptions(
  context: CliContext,
  file: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  if (file === undefined) return {};
  return await readRecord(context, file, "Compare it with the file in: watchbell alarms create-token --help");
}

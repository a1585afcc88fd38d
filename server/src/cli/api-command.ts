import { Command } from "@commander-js/extra-typings";

/** A command that talks to a server: address, key and the choice of JSON are the same everywhere. */
export function apiCommand<const Name extends string>(name: Name) {
  return new Command(name)
    .option("--url <url>", "address of the server (WATCHBELL_URL, else http://localhost:7200)")
    .option("--key <key>", "API key (better: WATCHBELL_API_KEY or WATCHBELL_API_KEY_FILE, which `ps` does not show)")
    .option("--json", "print JSON for programs");
}

/** The part of a command's help that shows it at work. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

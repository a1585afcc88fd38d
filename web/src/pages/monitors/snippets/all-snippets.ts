import { go, node, powerShell, python } from "./code-snippets.ts";
import { githubActions, kubernetes } from "./platform-snippets.ts";
import { bashTrap, crontab, curl, systemdTimer, watchbellRun } from "./shell-snippets.ts";
import type { Snippet, SnippetFacts } from "./snippet.ts";

const MAKERS: readonly ((facts: SnippetFacts) => Snippet)[] = [
  curl,
  crontab,
  watchbellRun,
  systemdTimer,
  bashTrap,
  powerShell,
  python,
  node,
  go,
  kubernetes,
  githubActions,
];

/** Every way to ping a monitor, the simplest first. */
export function allSnippets(facts: SnippetFacts): readonly Snippet[] {
  return MAKERS.map((make) => make(facts));
}

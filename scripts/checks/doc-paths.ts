import { existsSync, globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Check, Finding } from "./check.ts";
import { listRepositoryFiles } from "./list-files.ts";

/** Made by running or building, so not there in a fresh clone. */
const MADE_LATER = /^(?:data|node_modules|server\/dist|web\/dist|bench\/results)(?:\/|$)/;
const SOURCE_FILE = /^[\w.<>*@-]+(?:\/[\w.<>*@-]+)+\.(?:[jt]sx?|json|md|ya?ml|sql|html|css|service|conf|ini)$/;
const NAMED_IN_SOURCE =
  /(?<![\w./-])(?:docs\/[\w./-]+\.md|(?:scripts|bench|server\/(?:src|test)|web\/(?:src|e2e))\/[\w./-]+\.(?:md|[jt]sx?|json))\b/g;
const ROOT_FILE = /^(?:[A-Z]{3,}\.md|LICENSE|[\w.-]+\.(?:json|config\.ts))$/;
const PATH = /^\.?[\w<>*@][\w.<>*@-]*(?:\/[\w.<>*@-]+)*\/?$/;

interface Mention {
  readonly line: number;
  readonly text: string;
  /** Links are read from the page's folder, words in backticks from the repository's root. */
  readonly kind: "link" | "code";
}

/** Finds the links and the words in backticks of a Markdown page; fenced blocks hold commands and are left out. */
function findMentions(markdown: string): readonly Mention[] {
  let fenced = false;
  return markdown.split("\n").flatMap((text, index) => {
    if (/^\s*(?:```|~~~)/.test(text)) {
      fenced = !fenced;
      return [];
    }
    if (fenced) return [];
    const line = index + 1;
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({
      line,
      text: target,
      kind: "link" as const,
    }));
    const code = [...text.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => ({ line, text: word, kind: "code" as const }));
    return [...links, ...code];
  });
}

/** Tells a path of this repository from the other things that stand in backticks; null for those. */
function pathIn(word: string, topLevel: ReadonlySet<string>): string | null {
  const path = word.replace(/^\.\//, "").replace(/:\d+$/, "");
  if (!PATH.test(path) || MADE_LATER.test(path)) return null;
  const isPath =
    SOURCE_FILE.test(path) || ROOT_FILE.test(path) || (path.includes("/") && topLevel.has(path.split("/")[0] ?? ""));
  return isPath ? path : null;
}

/** The anchors that a Markdown page offers, as GitHub makes them from its headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
  const named = [...markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = ""]) => id);
  return new Set([...headings, ...named]);
}

/** Finds the paths and anchors of a page that lead nowhere. */
export function findDeadPaths(root: string, page: string, topLevel: ReadonlySet<string>): readonly Finding[] {
  const markdown = readFileSync(join(root, page), "utf8");
  return findMentions(markdown).flatMap(({ line, text, kind }) => {
    const what = kind === "link" ? judgeLink(root, page, text) : judgeWord(root, text, topLevel);
    return what === null ? [] : [{ where: `${page}:${line}`, what }];
  });
}

function judgeWord(root: string, word: string, topLevel: ReadonlySet<string>): string | null {
  const path = pathIn(word, topLevel);
  if (path === null) return null;
  const pattern = path.replace(/<[^>]*>/g, "*");
  const found = pattern.includes("*") ? globSync(pattern, { cwd: root }).length > 0 : existsSync(join(root, pattern));
  return found ? null : `names ${word}, which is not there`;
}

function judgeLink(root: string, page: string, target: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return null;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), path));
  if (!existsSync(join(root, file))) return `links to ${target}, which is not there`;
  if (anchor === undefined || !file.endsWith(".md")) return null;
  const anchors = anchorsOf(readFileSync(join(root, file), "utf8"));
  return anchors.has(anchor) ? null : `links to ${target}, but ${file} has no such heading`;
}

/** Finds the pages and files that a source file names, in a comment or in what it prints, and that are not there. */
export function findDeadMentions(path: string, source: string, files: ReadonlySet<string>): readonly Finding[] {
  return source
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(NAMED_IN_SOURCE)]
        .filter(([name]) => !files.has(name))
        .map(([name]) => ({ where: `${path}:${index + 1}`, what: `names ${name}, which is not there` })),
    );
}

/** Checks every path that a page for people or a source file names. */
export const docPaths: Check = {
  name: "paths in docs",
  remedy: "Name the path as it is now, counted from the repository's root, or take the sentence out.",
  run(root) {
    const files = listRepositoryFiles(root);
    const topLevel = new Set(files.map((path) => path.split("/")[0] ?? ""));
    const pages = files.filter((path) => path.endsWith(".md"));
    const sources = files.filter((path) => /\.[jt]sx?$/.test(path) && !path.endsWith(".test.ts"));
    const known = new Set(files);
    const findings = [
      ...pages.flatMap((page) => findDeadPaths(root, page, topLevel)),
      ...sources.flatMap((path) => findDeadMentions(path, readFileSync(join(root, path), "utf8"), known)),
    ];
    return { looked: pages.length, unit: "pages", findings };
  },
};

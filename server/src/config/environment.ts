/** What surrounds the process. Only read-environment.ts makes the real one. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; throws what the file system throws. */
  readonly readFile: (path: string) => string;
  /** Relative paths of settings start here. */
  readonly cwd: string;
}

/** A value found, where from; or why it could not be read; or that it is not set. */
export type Found =
  | { readonly kind: "unset" }
  | { readonly kind: "text"; readonly text: string; readonly setting: string }
  | { readonly kind: "twice"; readonly setting: string }
  | { readonly kind: "unreadable"; readonly setting: string; readonly path: string; readonly reason: string };

/** Reads `X`, or the file that `X_FILE` names without the line breaks at its end. Empty text counts as not set. */
export function findVariable(variable: string, { env, readFile }: Pick<Environment, "env" | "readFile">): Found {
  const text = env[variable] ?? "";
  const path = env[`${variable}_FILE`] ?? "";
  if (text !== "" && path !== "") return { kind: "twice", setting: variable };
  if (text !== "") return { kind: "text", text, setting: variable };
  if (path === "") return { kind: "unset" };
  const setting = `${variable}_FILE`;
  try {
    return { kind: "text", text: readFile(path).replace(/[\r\n]+$/, ""), setting };
  } catch (error) {
    return { kind: "unreadable", setting, path, reason: fileFault(error) };
  }
}

/** Why a file could not be read, in words. */
export function fileFault(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    case "EISDIR":
      return "is a folder";
    default:
      return `cannot be read (${typeof code === "string" ? code : "unknown reason"})`;
  }
}

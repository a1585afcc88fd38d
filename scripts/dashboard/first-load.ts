/** What Vite tells of each module that became a file of its own. */
export type BuildManifest = Readonly<
  Record<
    string,
    {
      readonly file: string;
      readonly isEntry?: boolean;
      readonly imports?: readonly string[];
      readonly dynamicImports?: readonly string[];
    }
  >
>;

/** The script that a browser must load before the heaviest page can be seen: the entry, that page, all they import. */
export function measureFirstLoad(
  manifest: BuildManifest,
  sizeOf: (file: string) => number,
): { readonly bytes: number; readonly page: string } {
  const [entry] = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true);
  if (entry === undefined) throw new Error("The build has no entry.");
  const weigh = (keys: readonly string[]): number =>
    [...new Set(keys.flatMap((key) => filesOf(manifest, key)))].reduce((sum, file) => sum + sizeOf(file), 0);
  const pages = (manifest[entry]?.dynamicImports ?? []).map((page) => ({ page, bytes: weigh([entry, page]) }));
  return pages.reduce((heaviest, next) => (next.bytes > heaviest.bytes ? next : heaviest), {
    page: entry,
    bytes: weigh([entry]),
  });
}

/** The scripts of a module and of everything that it imports at once. */
function filesOf(manifest: BuildManifest, key: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  if (chunk === undefined) return [];
  const imported = (chunk.imports ?? []).flatMap((other) => filesOf(manifest, other, seen));
  return chunk.file.endsWith(".js") ? [chunk.file, ...imported] : imported;
}

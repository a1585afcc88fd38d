/** Writes a size: `0 B`, `830 B`, `1.2 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const isKilo = bytes < 999_500;
  const size = bytes / (isKilo ? 1_000 : 1_000_000);
  return `${Number(size.toFixed(size < 10 ? 1 : 0))} ${isKilo ? "kB" : "MB"}`;
}

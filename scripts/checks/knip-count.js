/**
 * A reporter for knip that says how many files it read: one that read none would find nothing to complain about.
 * Knip loads a reporter by its default export.
 */
export default function reportCount({ counters }) {
  process.stdout.write(`knip looked at ${counters.total} files\n`);
}

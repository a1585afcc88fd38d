import type { Database } from "./database.ts";

/** A column with sealed values, and the columns that tell its rows apart. */
export interface SealedColumn {
  readonly table: keyof Database;
  readonly key: string;
  readonly column: string;
  /** True: JSON in which every text called `sealed` is one; else the column itself is, or null. */
  readonly isJson: boolean;
}

/** Everything in the tables that the master key opens. `meta` holds one value more: see open-vault.ts. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: "keys", key: "id", column: "sealed", isJson: false },
  { table: "topics", key: "id", column: "hash_sealed", isJson: false },
  { table: "integrations", key: "id", column: "credentials", isJson: false },
  { table: "one_time_tokens", key: "code", column: "sealed", isJson: false },
  { table: "totp_secrets", key: "account_id", column: "sealed", isJson: false },
  { table: "alarm_tokens", key: "id", column: "options", isJson: true },
  { table: "monitors", key: "seq", column: "config", isJson: true },
];

/** The same text with each sealed value replaced. */
export function mapSealed(text: string, isJson: boolean, replace: (sealed: string) => string): string {
  if (!isJson) return replace(text);
  // Most rows have none, and need not be read.
  if (!text.includes('"sealed"')) return text;
  const reviver = (name: string, value: unknown): unknown =>
    name === "sealed" && typeof value === "string" ? replace(value) : value;
  return JSON.stringify(JSON.parse(text, reviver));
}

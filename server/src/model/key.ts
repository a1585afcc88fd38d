export const KEY_KINDS = ["read", "write", "ping", "publish", "check-in"] as const;
/** What a key may do: read the project, change it, ping its monitors, publish to its topics, check in. */
export type KeyKind = (typeof KEY_KINDS)[number];

export interface Key {
  readonly id: string;
  readonly projectId: string;
  readonly kind: KeyKind;
  readonly name: string;
  /** The first characters, enough to tell keys apart. */
  readonly hint: string;
  /** The only monitor that the key is for; null: any of the project. */
  readonly monitorId: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** The tables of older systems that can be brought along. */
export const IMPORT_KINDS = ["heartbeat", "missme", "topics"] as const;
/** Which old table is brought along. */
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What a process can do. Several processes on one PostgreSQL database may share it out among them. */
export const PROCESS_ROLES = ["http", "sweep", "probe", "deliver"] as const;

/** One part of the work of an installation. */
export type ProcessRole = (typeof PROCESS_ROLES)[number];

import type { Migration } from "../migrate.ts";

/** How the pulses of a project are told. */
export const heartbeatBoard: Migration = {
  version: 2,
  breaking: false,
  statements: [
    "alter table projects add column board_topic text",
    "alter table projects add column board_mode text not null default 'each'",
    "alter table projects add column board_digest_every_ms integer not null default 3600000",
    // When the next digest is due; null while the board sends none.
    "alter table projects add column board_digest_at integer",
  ],
};

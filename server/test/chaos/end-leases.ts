import type { Crew } from "./crew.ts";

/** Lets the leases of all messages end now, as if their time was over. */
export async function endLeases(crew: Crew): Promise<void> {
  await crew.query(`update messages set due_at = ${NOW} where status = 'waiting' and lease_id is not null`);
}

/** Lets what waits for another try have it now. */
export async function endWaits(crew: Crew): Promise<void> {
  await crew.query(
    `update messages set due_at = ${NOW} where status = 'waiting' and lease_id is null and due_at > ${NOW}`,
  );
  await crew.query(`update breakers set until_at = ${NOW} where until_at > ${NOW}`);
}

const NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

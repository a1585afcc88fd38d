/**
 * The limit of the database, a process of its own: it writes the rows that pings make, in batches, and does nothing else.
 * Its argument is a RowJob as JSON, it prints a RowResult. No HTTP, no judge, no answer: what is above this cannot be had.
 */
import pg from "pg";

/** What the writer is asked for. */
export interface RowJob {
  readonly url: string;
  /** Pings in one commit. */
  readonly batch: number;
  /** Connections that write at the same time, each its own monitors. */
  readonly writers: number;
  readonly monitors: number;
  readonly seconds: number;
}

/** What came of it. */
export interface RowResult {
  readonly perSecond: number;
}

const UPDATE = `update monitor_states as t set ping_count = t.ping_count + 1, last_ping_at = r.at, last_signal_at = r.at,
    expected_at = r.at + 86400000, deadline_at = r.at + 90000000, successes_in_row = t.successes_in_row + 1
  from unnest($1::bigint[], $2::bigint[]) as r (monitor_seq, at) where t.monitor_seq = r.monitor_seq`;
const INSERT = `insert into pings (monitor_seq, n, at, kind, exit_status, run_id, duration_ms, method, scheme,
    remote_address, user_agent, body_bytes, content_type)
  select monitor_seq, n, at, 'success', null, null, null, 'GET', 'http', '127.0.0.1', '', 0, null
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r (monitor_seq, n, at)`;
/** Numbers that no ping of the server has. */
const FIRST_N = 1_000_000_000;

const job = JSON.parse(process.argv[2] ?? "") as RowJob;
const endsAt = performance.now() + job.seconds * 1000;
const startedAt = Date.now();

async function write(writer: number): Promise<number> {
  const client = new pg.Client({ connectionString: job.url });
  await client.connect();
  const { rows } = await client.query<{ seq: string }>("select seq from monitors where slug like 'job-%' order by seq");
  const own = rows
    .map(({ seq }) => Number(seq))
    .filter((_, index) => index < job.monitors && index % job.writers === writer);
  let written = 0;
  for (let round = 0; performance.now() < endsAt; round++) {
    const size = Math.min(job.batch, own.length);
    const seqs = Array.from({ length: size }, (_, index) => own[(round * size + index) % own.length] ?? 0);
    const at = Date.now();
    const numbers = seqs.map((_, index) => FIRST_N + (startedAt % 1_000_000) * 1_000_000 + round * job.batch + index);
    const times = seqs.map(() => at);
    await client.query("begin");
    await client.query(
      "select monitor_seq from monitor_states where monitor_seq = any($1::bigint[]) order by 1 for update",
      [seqs],
    );
    await client.query({ name: "update", text: UPDATE, values: [seqs, times] });
    await client.query({ name: "insert", text: INSERT, values: [seqs, numbers, times] });
    await client.query("commit");
    written += size;
  }
  await client.end();
  return written;
}

const began = performance.now();
const counts = await Promise.all(Array.from({ length: job.writers }, (_, writer) => write(writer)));
const seconds = (performance.now() - began) / 1000;
const result: RowResult = { perSecond: counts.reduce((sum, count) => sum + count, 0) / seconds };
process.stdout.write(JSON.stringify(result));

import { setTimeout as sleep } from "node:timers/promises";
import type { Crew, Member } from "./crew.ts";
import type { Dice } from "./dice.ts";
import { endLeases } from "./end-leases.ts";
import { STEADY_LIMIT_MS } from "./load.ts";

/** What may go wrong in a round. It is over, and everything as it was, when the promise ends. */
export interface Fault {
  readonly name: string;
  /** So many kills of a process, ours or PostgreSQL's, it takes. */
  readonly kills: number;
  readonly strike: (scene: Scene) => Promise<void>;
}

/** Whom it meets. */
export interface Scene {
  readonly crew: Crew;
  readonly victim: Member;
  readonly dice: Dice;
  /** True: faults last as long as they must by the clock to outlast a lease or a deadline, which takes minutes. */
  readonly atLength: boolean;
}

/** Longer than a message's lease (deliver-due.ts). */
const WHOLE_LEASE_MS = 125_000;
/** Longer than a steady monitor may be silent. */
const WHOLE_DEADLINE_MS = STEADY_LIMIT_MS + 5_000;
/** A graceful stop takes less. */
const STOP_MS = 30_000;

/** All that can go wrong; what needs a disk of its own only where there is one. */
export function faultsOf(crew: Crew): readonly Fault[] {
  return crew.disk ? [...FAULTS, DISK_FULL] : FAULTS;
}

const FAULTS: readonly Fault[] = [
  {
    name: "a server is killed and started again",
    kills: 1,
    async strike({ crew, victim, dice }) {
      await processOf(victim).kill("SIGKILL");
      await sleep(dice.between(100, 1_500));
      await crew.start(victim);
    },
  },
  {
    name: "all servers are killed at once",
    kills: 3,
    async strike({ crew, dice }) {
      await Promise.all(crew.members.map((member) => processOf(member).kill("SIGKILL")));
      await sleep(dice.between(0, 500));
      for (const member of crew.members) await crew.start(member);
    },
  },
  {
    name: "a server is asked to stop, and started again",
    kills: 0,
    async strike({ crew, victim }) {
      const { server } = victim;
      const code = await Promise.race([processOf(victim).kill("SIGTERM"), sleep(STOP_MS, "late" as const)]);
      if (code !== 0) throw new Error(`${victim.name} stopped with ${code}:\n${server?.output()}`);
      await crew.start(victim);
    },
  },
  {
    name: "a server stands still for longer than its leases, and goes on",
    kills: 0,
    async strike({ crew, victim, dice, atLength }) {
      const { child } = processOf(victim);
      child.kill("SIGSTOP");
      try {
        await sleep(atLength ? WHOLE_LEASE_MS : dice.between(5_500, 7_500));
        if (!atLength) await endLeases(crew);
        // Others have the time to take over what it held.
        await sleep(500);
      } finally {
        child.kill("SIGCONT");
      }
    },
  },
  {
    name: "the clock of a server is set a minute wrong, and right again",
    kills: 0,
    async strike({ victim, dice }) {
      const { child } = processOf(victim);
      child.kill("SIGUSR2");
      await sleep(dice.between(3_000, 4_500));
      child.kill("SIGUSR2");
    },
  },
  {
    name: "PostgreSQL is restarted",
    kills: 0,
    strike: ({ crew }) => crew.cluster.restart("fast"),
  },
  {
    name: "PostgreSQL crashes and recovers",
    kills: 1,
    strike: ({ crew }) => crew.cluster.restart("immediate"),
  },
  {
    name: "PostgreSQL ends its connections again and again",
    kills: 0,
    async strike({ crew, dice }) {
      for (let n = 0; n < 6; n++) {
        await crew.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'watchbell'");
        await sleep(dice.between(50, 500));
      }
    },
  },
  {
    name: "the way of a server to PostgreSQL is slow",
    kills: 0,
    async strike({ victim, dice }) {
      victim.proxy.set({ kind: "slow", delayMs: dice.between(100, 400) });
      await sleep(dice.between(3_000, 5_000));
      victim.proxy.set({ kind: "fair" });
    },
  },
  {
    name: "the way of a server to PostgreSQL swallows everything",
    kills: 0,
    async strike({ victim, dice }) {
      victim.proxy.set({ kind: "lost" });
      await sleep(dice.between(3_000, 7_000));
      victim.proxy.set({ kind: "fair" });
    },
  },
];

const DISK_FULL: Fault = {
  name: "the disk of PostgreSQL is full",
  kills: 0,
  async strike({ crew, dice, atLength }) {
    crew.disk?.fill();
    await sleep(atLength ? WHOLE_DEADLINE_MS : dice.between(4_000, 6_000));
    crew.disk?.free();
  },
};

function processOf({ name, server }: Member): NonNullable<Member["server"]> {
  if (!server) throw new Error(`${name} does not run`);
  return server;
}

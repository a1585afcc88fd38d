/**
 * Loaded into a server before anything else (`node --import`): each SIGUSR2 sets its wall clock wrong, or right again.
 * How time runs (`performance.now`, timers) stays as it is, as on a machine whose clock somebody sets.
 */
const SHIFTS_MS = [0, 60_000, 0, -60_000];
let turn = 0;
const Real = Date;

function now(): number {
  return Real.now() + (SHIFTS_MS[turn % SHIFTS_MS.length] ?? 0);
}

globalThis.Date = new Proxy(Real, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});

process.on("SIGUSR2", () => {
  turn += 1;
});

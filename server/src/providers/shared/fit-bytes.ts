/** Builds something with less and less room until it has at most `limit` bytes. */
export function fitBytes<T>(limit: number, bytesOf: (built: T) => number, build: (room: number) => T): T {
  let room = limit;
  for (;;) {
    const built = build(room);
    const bytes = bytesOf(built);
    if (bytes <= limit || room <= 1) return built;
    room = Math.max(1, Math.min(room - 1, Math.floor((room * limit) / bytes)));
  }
}

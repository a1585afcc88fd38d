/** The last bytes of a stream of any length, in a buffer that never grows. */
export interface OutputTail {
  push(chunk: Uint8Array): void;
  /** The last bytes, at most so many, in order; a UTF-8 character that the cut broke is left out. */
  read(atMost?: number): Uint8Array;
}

/** Keeps the last `limit` bytes of what is pushed. */
export function createOutputTail(limit: number): OutputTail {
  const ring = new Uint8Array(limit);
  let total = 0;
  return {
    push(chunk) {
      const kept = chunk.subarray(Math.max(0, chunk.length - limit));
      const start = limit === 0 ? 0 : (total + chunk.length - kept.length) % limit;
      const first = kept.subarray(0, limit - start);
      ring.set(first, start);
      ring.set(kept.subarray(first.length), 0);
      total += chunk.length;
    },
    read(atMost = limit) {
      const length = Math.min(total, limit, atMost);
      if (length === 0) return new Uint8Array(0);
      const start = (total - length) % limit;
      const tail = Buffer.concat([
        ring.subarray(start, start + length),
        ring.subarray(0, Math.max(0, start + length - limit)),
      ]);
      return length < total ? afterBrokenCharacter(tail) : tail;
    },
  };
}

/** Continuation bytes of UTF-8 are 10xxxxxx; at most three of them follow a first byte. */
function afterBrokenCharacter(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.subarray(start);
}

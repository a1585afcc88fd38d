/** The part of autocannon 9 that the benchmarks use; the package brings no types. */
declare module "autocannon" {
  interface Client {
    setRequests(
      requests: readonly {
        readonly method: string;
        readonly path: string;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string;
      }[],
    ): void;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly pipelining: number;
    /** Seconds. */
    readonly duration: number;
    readonly setupClient: (client: Client) => void;
  }
  interface Result {
    readonly "2xx": number;
    readonly non2xx: number;
    readonly errors: number;
    readonly duration: number;
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  }
  function autocannon(options: Options): Promise<Result>;
  export = autocannon;
}

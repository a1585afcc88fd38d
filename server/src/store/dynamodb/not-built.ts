/** TEMPORARY: stands in for a port until it is built; must be gone before this lands. */
export function notBuilt<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: (_target, method) => async () => {
      throw new Error(`${name}.${String(method)} is not built`);
    },
  });
}

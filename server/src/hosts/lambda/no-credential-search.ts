/**
 * Stands in the bundle in the place of Amazon's search for credentials, which would bring the log-ins of people along. A
 * function is given its keys, and hands them to the SDK.
 */
export function defaultProvider(): () => Promise<never> {
  return async () => {
    throw new Error("AWS gave this function no keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.");
  };
}

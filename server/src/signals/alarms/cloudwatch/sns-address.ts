/** https://docs.aws.amazon.com/general/latest/gr/sns.html: one host a region; China has a domain of its own. */
const SNS_HOST = /^sns\.([a-z0-9-]{4,40})\.amazonaws\.com(?:\.cn)?$/;

/** An address that belongs to SNS itself, in the region of the topic; null for any other. */
export function snsAddress(address: string, topicArn: string): URL | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.port !== "") return null;
  if (url.username !== "" || url.password !== "") return null;
  const region = SNS_HOST.exec(url.hostname)?.[1];
  return region !== undefined && region === topicArn.split(":")[3] ? url : null;
}

import { describe, expect, it } from "vitest";
import { expectedAuthorization } from "../../../test/contracts/sigv4.ts";
import { AwsRegion, awsPost } from "./aws-request.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const at = Date.UTC(2015, 7, 30, 12, 36);

describe("a signature of AWS", () => {
  it("worked out anew in our tests is the one of AWS's own example", () => {
    const received = { method: "POST", path: "/", headers: { "x-amz-date": "20150830T123600Z" }, body: "" };
    const where = { service: "service", region: "us-east-1", host: "example.amazonaws.com" };
    expect(expectedAuthorization(received, keys, where)).toMatch(
      /Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b$/,
    );
  });

  it.each([
    ["us-east-1", "sns.us-east-1.amazonaws.com", undefined],
    ["cn-north-1", "sns.cn-north-1.amazonaws.com.cn", "session-token-1"],
  ])("for %s is the one that the service works out", async (region, host, sessionToken) => {
    const request = await awsPost({
      service: { name: "sns", host: "sns" },
      region,
      keys: { ...keys, sessionToken },
      path: "/",
      contentType: "application/x-www-form-urlencoded",
      body: "Action=Publish&Message=t%C3%A4glich",
      now: at,
    });
    const { method, url, headers = {}, body } = request;
    expect(url).toBe(`https://${host}/`);
    expect(headers["x-amz-date"]).toBe("20150830T123600Z");
    const received = { method, path: "/", headers, body: String(body) };
    expect(headers.authorization).toBe(expectedAuthorization(received, keys, { service: "sns", region, host }));
  });
});

describe("a region of AWS", () => {
  it.each(["eu-central-1", "us-gov-west-1", "ap-southeast-3", "me-central-1"])("may be %s", (region) => {
    expect(AwsRegion.safeParse(region).success).toBe(true);
  });

  it.each(["", "eu", "eu-central-1.example.com", "eu-central-1/x", "a@b", "EU-CENTRAL-1"])("is not %j", (region) => {
    expect(AwsRegion.safeParse(region).success).toBe(false);
  });
});

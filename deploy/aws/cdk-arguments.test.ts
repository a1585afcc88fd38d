import { describe, expect, it } from "vitest";
import { deployCalls, destroyCalls } from "./cdk-arguments.ts";

describe("npm run deploy", () => {
  it("hands the three parameters on", () => {
    const args = ["--operator", "ann@example.org", "--sender", "watch@example.org", "--domain", "watch.example.org"];
    expect(deployCalls(args)).toEqual({
      kind: "calls",
      calls: [
        [
          "deploy",
          "--parameters",
          "Operator=ann@example.org",
          "--parameters",
          "Sender=watch@example.org",
          "--parameters",
          "Domain=watch.example.org",
        ],
      ],
    });
  });

  it("leaves what is not said as it was", () => {
    expect(deployCalls([])).toEqual({ kind: "calls", calls: [["deploy"]] });
  });

  it("takes a sender away with an empty one", () => {
    expect(deployCalls(["--sender="])).toEqual({ kind: "calls", calls: [["deploy", "--parameters", "Sender="]] });
  });

  it("takes a table and a secret after a restore", () => {
    expect(deployCalls(["--table", "restored", "--master-key", "arn:x"])).toMatchObject({
      calls: [["deploy", "--parameters", "TableName=restored", "--parameters", "MasterKeyArn=arn:x"]],
    });
  });

  it("asks nobody when there is nobody to ask", () => {
    expect(deployCalls(["--yes"])).toEqual({ kind: "calls", calls: [["deploy", "--require-approval", "never"]] });
  });

  it.each([[["--opertor", "ann@example.org"]], [["ann@example.org"]], [["--operator"]]])(
    "says what is wrong with %j, and how it goes",
    (args) => {
      expect(deployCalls(args)).toEqual({ kind: "refused", message: expect.stringContaining("Usage: npm run deploy") });
    },
  );
});

describe("npm run destroy", () => {
  it("deletes the stack and leaves the data", () => {
    expect(destroyCalls([])).toEqual({
      kind: "calls",
      calls: [["destroy", "--force"]],
      isConfirmed: false,
      withData: false,
    });
  });

  it("with the data first takes away what protects it", () => {
    expect(destroyCalls(["--with-data", "--yes"])).toEqual({
      kind: "calls",
      calls: [
        ["deploy", "--context", "keepData=false", "--require-approval", "never"],
        ["destroy", "--force"],
      ],
      isConfirmed: true,
      withData: true,
    });
  });

  it("deletes nothing when it was not understood", () => {
    expect(destroyCalls(["--all"])).toEqual({
      kind: "refused",
      message: expect.stringContaining("Usage: npm run destroy"),
    });
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { SEND_LIMIT_MS } from "../../server/src/deliver/deliver-message.ts";
import { TABLE } from "../../server/src/store/dynamodb/table.ts";
import { ALARMS } from "./sizes.ts";
import { synthesize } from "./test/synthesize.ts";

const { template, resources } = synthesize();
const root = join(import.meta.dirname, "../..");
const HANDLERS = ["http", "tick", "deliver"] as const;

const string = (name: string) => ({ AttributeName: name, AttributeType: "S" });
const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];

/** The name in the template of the one function with this handler. */
function functionNamed(handler: (typeof HANDLERS)[number]): string {
  const [name, ...others] = Object.keys(
    template.findResources("AWS::Lambda::Function", { Properties: { Handler: `lambda.${handler}` } }),
  );
  if (name === undefined || others.length > 0) throw new Error(`there is not one function ${handler}`);
  return name;
}

/** The variables of a function. */
function environmentOf(handler: (typeof HANDLERS)[number]): Readonly<Record<string, unknown>> {
  const environment = resources.get(functionNamed(handler))?.Properties.Environment;
  return (environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables;
}

describe("what is kept", () => {
  it("the table has the keys, the indexes and the time to live that the store knows", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      KeySchema: keys(TABLE.key.partition, TABLE.key.sort),
      GlobalSecondaryIndexes: TABLE.indexes.map(({ name, partition, sort }) =>
        Match.objectLike({ IndexName: name, KeySchema: keys(partition, sort), Projection: { ProjectionType: "ALL" } }),
      ),
      AttributeDefinitions: Match.arrayWith([
        string(TABLE.key.partition),
        string(TABLE.key.sort),
        ...TABLE.indexes.flatMap(({ partition, sort }) => [string(partition), string(sort)]),
      ]),
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
    });
  });

  it("the table is paid by request and can be brought back to any second of the last weeks", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it.each(["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"])("%s outlives the stack", (type) => {
    template.allResources(type, { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  });

  it("nobody deletes the table by mistake", () => {
    template.allResourcesProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: true });
  });

  it("whoever says so has it deleted with the stack", () => {
    const doomed = synthesize({ keepData: false }).template;
    for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"]) {
      doomed.allResources(type, { DeletionPolicy: "Delete" });
    }
    doomed.allResourcesProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: false });
  });

  it("no template holds the master key: it is made by AWS and referred to", () => {
    template.hasResourceProperties("AWS::SecretsManager::Secret", {
      GenerateSecretString: { PasswordLength: 44, ExcludePunctuation: true },
      SecretString: Match.absent(),
    });
    for (const handler of HANDLERS) {
      expect(JSON.stringify(environmentOf(handler).WATCHBELL_SECRET_KEY)).toContain("{{resolve:secretsmanager:");
    }
  });
});

describe("the functions", () => {
  it("are three of one bundle", () => {
    template.resourceCountIs("AWS::Lambda::Function", 3);
    const code = HANDLERS.map((handler) => resources.get(functionNamed(handler))?.Properties.Code);
    expect(code[1]).toEqual(code[0]);
    expect(code[2]).toEqual(code[0]);
  });

  it("run on a Node.js that has what Watchbell needs, and on arm64, which costs less", () => {
    template.allResourcesProperties("AWS::Lambda::Function", { Runtime: "nodejs24.x", Architectures: ["arm64"] });
  });

  it("keep their environment sealed with a key of the stack, which rotates", () => {
    const [key] = Object.keys(template.findResources("AWS::KMS::Key", { Properties: { EnableKeyRotation: true } }));
    template.allResourcesProperties("AWS::Lambda::Function", { KmsKeyArn: { "Fn::GetAtt": [key, "Arn"] } });
  });

  it("write no line for each call, and logs end after a month", () => {
    template.allResourcesProperties("AWS::Lambda::Function", {
      LoggingConfig: Match.objectLike({ LogFormat: "JSON", SystemLogLevel: "WARN" }),
    });
    template.resourceCountIs("AWS::Logs::LogGroup", 3);
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
  });

  it("have the time that one try to send may take, and more", () => {
    for (const handler of ["tick", "deliver"] as const) {
      expect(Number(resources.get(functionNamed(handler))?.Properties.Timeout) * 1_000).toBeGreaterThan(
        SEND_LIMIT_MS + 10_000,
      );
    }
  });

  it("answer before API Gateway gives up", () => {
    expect(resources.get(functionNamed("http"))?.Properties.Timeout).toBeLessThan(30);
  });

  it("get no setting that Watchbell does not know", () => {
    const known = readFileSync(join(root, "docs/configuration.md"), "utf8");
    for (const handler of HANDLERS) {
      const unknown = Object.keys(environmentOf(handler)).filter((name) => !known.includes(`| \`${name}\` |`));
      expect(unknown).toEqual([]);
    }
  });

  it("reach only addresses that are routable worldwide", () => {
    for (const handler of HANDLERS) expect(environmentOf(handler).WATCHBELL_OUTGOING).toBe("public");
  });
});

describe("the queue", () => {
  it("hides a message for at least six times as long as its function may run", () => {
    const timeout = Number(resources.get(functionNamed("deliver"))?.Properties.Timeout);
    const [due] = Object.values(
      template.findResources("AWS::SQS::Queue", { Properties: { RedrivePolicy: Match.anyValue() } }),
    );
    expect(due?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout);
  });

  it("gives up a message after five tries at the earliest, and keeps it for two weeks then", () => {
    const [[dead] = []] = Object.entries(
      template.findResources("AWS::SQS::Queue", { Properties: { MessageRetentionPeriod: 14 * 86_400 } }),
    );
    template.hasResourceProperties("AWS::SQS::Queue", {
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [dead, "Arn"] }, maxReceiveCount: 5 },
    });
  });

  it("hands messages on in tens, to few functions at a time, and hears of each one", () => {
    template.resourceCountIs("AWS::Lambda::EventSourceMapping", 1);
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      FunctionName: { Ref: functionNamed("deliver") },
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it("takes nothing that is not encrypted on its way", () => {
    template.allResourcesProperties("AWS::SQS::Queue", { SqsManagedSseEnabled: true });
    template.resourceCountIs("AWS::SQS::QueuePolicy", 2);
  });
});

describe("the front door", () => {
  it("has one route for everything, and no other way in", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Route", 1);
    template.hasResourceProperties("AWS::ApiGatewayV2::Route", { RouteKey: "$default", AuthorizationType: "NONE" });
    template.resourceCountIs("AWS::Lambda::Url", 0);
    template.resourcePropertiesCountIs("AWS::Lambda::Permission", { Principal: "*" }, 0);
  });

  it("hands requests on in the form that the function reads", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Integration", {
      IntegrationType: "AWS_PROXY",
      PayloadFormatVersion: "2.0",
      IntegrationUri: { "Fn::GetAtt": [functionNamed("http"), "Arn"] },
    });
  });

  it("writes no log of addresses, which hold secrets, and bounds what a flood costs", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Stage", 1);
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      AccessLogSettings: Match.absent(),
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
    });
  });

  it.each(["AWS::CertificateManager::Certificate", "AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::ApiMapping"])(
    "%s is made only for a domain of one's own",
    (type) => {
      template.resourceCountIs(type, 1);
      template.allResources(type, { Condition: "HasDomain" });
    },
  );

  it("is where links lead: the own domain, or else the address of API Gateway", () => {
    for (const handler of HANDLERS) {
      expect(environmentOf(handler).WATCHBELL_BASE_URL).toEqual({
        "Fn::If": ["HasDomain", expect.anything(), expect.anything()],
      });
    }
  });
});

describe("the log-in", () => {
  it("is for people whom somebody added", () => {
    template.hasResourceProperties("AWS::Cognito::UserPool", {
      AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: true }),
      AutoVerifiedAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
    });
    template.resourceCountIs("AWS::Cognito::UserPoolUser", 1);
  });

  it("is the hosted page with the code flow, and leads back to Watchbell only", () => {
    template.resourceCountIs("AWS::Cognito::UserPoolDomain", 1);
    template.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "profile"],
      GenerateSecret: false,
      CallbackURLs: [{ "Fn::Join": ["", [{ "Fn::If": Match.anyValue() }, "/auth/oidc/callback"]] }],
    });
  });
});

describe("the minute", () => {
  it("calls the tick every minute, once, and not later than the next one", () => {
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: { "Fn::GetAtt": [functionNamed("tick"), "Arn"] },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  });

  it("is not tried again by Lambda itself either", () => {
    template.resourceCountIs("AWS::Lambda::EventInvokeConfig", 1);
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: functionNamed("tick") },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});

describe("the alarms", () => {
  it("each tell the operator, also when it is over", () => {
    const [topic] = Object.keys(template.findResources("AWS::SNS::Topic"));
    template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "email", Endpoint: { Ref: "Operator" } });
    template.resourceCountIs("AWS::CloudWatch::Alarm", ALARMS);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: [{ Ref: topic }],
      OKActions: [{ Ref: topic }],
    });
  });

  it("notice a minute that does not come: then there are no figures at all", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "Invocations",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: functionNamed("tick") } }],
      Statistic: "Sum",
      Period: 300,
      Threshold: 4,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });

  it("notice the first dead letter", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
    });
  });

  it.each(["Errors", "Throttles"])("notice %s of each function", (metric) => {
    template.resourcePropertiesCountIs("AWS::CloudWatch::Alarm", { MetricName: metric }, 3);
  });

  it("notice a queue that nobody works on, and are not rung by what is held back and tried five times", () => {
    const [due] = Object.values(
      template.findResources("AWS::SQS::Queue", { Properties: { RedrivePolicy: Match.anyValue() } }),
    );
    const [alarm] = Object.values(
      template.findResources("AWS::CloudWatch::Alarm", {
        Properties: { MetricName: "ApproximateAgeOfOldestMessage" },
      }),
    );
    const longestDelay = 900;
    expect(alarm?.Properties.Threshold).toBeGreaterThan(longestDelay + 5 * due?.Properties.VisibilityTimeout);
  });
});

describe("the parameters", () => {
  it("are three, of which one must be given; one that saves money, and two for a restore", () => {
    const parameters = Object.entries(template.findParameters("*"));
    const own = parameters.filter(([name]) => name !== "BootstrapVersion");
    expect(own.map(([name, parameter]) => [name, parameter?.Default])).toEqual([
      ["Operator", undefined],
      ["KeepPings", "true"],
      ["Sender", ""],
      ["Domain", ""],
      ["TableName", ""],
      ["MasterKeyArn", ""],
    ]);
  });
});

import { CfnOutput, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, TableEncryption, type TableProps } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { TABLE } from "../../server/src/store/dynamodb/table.ts";
import { either, type Parameters } from "./parameters.ts";

/** What the store asks DynamoDB for (server/src/store/dynamodb/sdk-port.ts); a transaction needs the rights of its parts. */
export const TABLE_ACTIONS = ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"] as const;

/** What is kept, and what opens it. */
export interface Data {
  readonly tableName: string;
  /** The master key, for an environment: a reference that CloudFormation resolves, so that no template holds the value. */
  readonly masterKey: string;
  /** The right to use the table and its indexes. */
  readonly use: PolicyStatement;
}

/** Makes the table and the master key. Both stay when the stack is deleted, unless `keep` is false: neither is of use alone. */
export function addData(
  stack: Stack,
  parameters: Pick<Parameters, "table" | "masterKey">,
  { keep }: { readonly keep: boolean },
): Data {
  const removalPolicy = keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const own = new Table(stack, "Table", { ...tableProps(), removalPolicy, deletionProtection: keep });
  for (const { name, partition, sort } of TABLE.indexes) {
    own.addGlobalSecondaryIndex({ indexName: name, partitionKey: text(partition), sortKey: text(sort) });
  }
  const secret = new Secret(stack, "MasterKey", {
    description: "Watchbell's master key: seals credentials and keys in the table. Of use only together with it.",
    generateSecretString: { passwordLength: 44, excludePunctuation: true },
    removalPolicy,
  });
  const { table, masterKey: given } = parameters;
  const tableName = either(table.isGiven, table.value, own.tableName);
  const secretArn = either(given.isGiven, given.value, secret.secretArn);
  new CfnOutput(stack, "DataTable", { value: tableName, description: "The table that holds everything." });
  new CfnOutput(stack, "DataKey", { value: secretArn, description: "The secret that holds the master key." });
  return {
    tableName,
    masterKey: `{{resolve:secretsmanager:${secretArn}:SecretString:::}}`,
    use: useOf(stack, tableName),
  };
}

function tableProps(): TableProps {
  return {
    partitionKey: text(TABLE.key.partition),
    sortKey: text(TABLE.key.sort),
    timeToLiveAttribute: TABLE.timeToLive,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // The key that DynamoDB has itself: one of our own would cost for each request.
    encryption: TableEncryption.DEFAULT,
  };
}

function text(name: string): { readonly name: string; readonly type: AttributeType } {
  return { name, type: AttributeType.STRING };
}

function useOf(stack: Stack, tableName: string): PolicyStatement {
  const table = stack.formatArn({ service: "dynamodb", resource: "table", resourceName: tableName });
  return new PolicyStatement({
    sid: "UseTable",
    actions: TABLE_ACTIONS.map((action) => `dynamodb:${action}`),
    resources: [table, ...TABLE.indexes.map(({ name }) => `${table}/index/${name}`)],
  });
}

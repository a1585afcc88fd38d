import { Duration, type Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Subscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import type { FunctionName } from "./functions.ts";
import type { Queues } from "./queue.ts";

const PERIOD = Duration.minutes(5);

/** Of the five ticks in five minutes one may come a moment early or late. */
const FEWEST_TICKS = 4;
/** One that fails is made good by the next minute, the next try or the client. */
const FAILURES = 3;
/** Held back for a quarter of an hour, then tried five times, nine minutes apart: what is older is not worked on. */
const OLDEST_MESSAGE_SECONDS = 5_400;

interface Watched {
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly queues: Queues;
  /** Mail address that hears of it. */
  readonly operator: string;
}

interface Limit {
  readonly description: string;
  readonly metric: IMetric;
  readonly atLeast?: number;
  readonly below?: number;
}

/** Watches the watcher, by other means than its own: CloudWatch tells the operator by mail. */
export function addAlarms(stack: Stack, { functions, queues, operator }: Watched): void {
  const topic = new Topic(stack, "Alarms", { displayName: "Watchbell on AWS" });
  new Subscription(stack, "AlarmsByMail", { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: operator });
  const action = new SnsAction(topic);
  for (const [id, limit] of Object.entries(limitsOf(functions, queues))) {
    const alarm = new Alarm(stack, id, alarmProps(limit));
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

function limitsOf(functions: Watched["functions"], { due, dead }: Queues): Readonly<Record<string, Limit>> {
  const sum = { period: PERIOD, statistic: "Sum" };
  const most = { period: PERIOD, statistic: "Maximum" };
  const each = Object.entries(functions).flatMap(([name, made]): [string, Limit][] => {
    const id = name.charAt(0).toUpperCase() + name.slice(1);
    return [
      [
        `${id}Fails`,
        {
          description: `Watchbell's function ${name} fails: its log in CloudWatch tells why.`,
          metric: made.metricErrors(sum),
          atLeast: FAILURES,
        },
      ],
      [
        `${id}Throttled`,
        {
          description: `Watchbell's function ${name} is held back: the account runs as many functions at a time as it may.`,
          metric: made.metricThrottles(sum),
          atLeast: 1,
        },
      ],
    ];
  });
  return {
    TickMissing: {
      description: "Watchbell's minute does not come: nobody notices what falls silent. Look at the schedule.",
      metric: functions.tick.metricInvocations(sum),
      below: FEWEST_TICKS,
    },
    ...Object.fromEntries(each),
    DeadLettersWait: {
      description: "Watchbell's sender got what it could not read; it is in the queue of dead letters.",
      metric: dead.metricApproximateNumberOfMessagesVisible(most),
      atLeast: 1,
    },
    QueueStandsStill: {
      description: "Watchbell's messages are not sent: the queue has waited for an hour and a half.",
      metric: due.metricApproximateAgeOfOldestMessage(most),
      atLeast: OLDEST_MESSAGE_SECONDS,
    },
  };
}

function alarmProps({ description, metric, atLeast, below }: Limit): ConstructorParameters<typeof Alarm>[2] {
  const common = { alarmDescription: description, metric, evaluationPeriods: 1 };
  if (below !== undefined) {
    // No figure at all is the worst of it.
    const treatMissingData = TreatMissingData.BREACHING;
    return {
      ...common,
      threshold: below,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData,
    };
  }
  return {
    ...common,
    threshold: atLeast ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}

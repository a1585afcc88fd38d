import type { AlarmsPort } from "../ports.ts";
import { createAlarmBodies } from "./alarm-bodies.ts";
import {
  changeAlarmToken,
  createAlarmToken,
  findAlarmToken,
  listAlarmTokens,
  revokeAlarmToken,
  rotateAlarmToken,
} from "./alarm-tokens.ts";
import type { DynamoDeps } from "./deps.ts";
import { takeAlarms } from "./take-alarms.ts";

/** Makes the alarms port of a DynamoDB store. */
export function createAlarms(deps: DynamoDeps): AlarmsPort {
  return {
    take: (intakes) => takeAlarms(deps, intakes),
    findToken: (value) => findAlarmToken(deps, value),
    tokens: (topicId) => listAlarmTokens(deps, topicId),
    createToken: (input, actor) => createAlarmToken(deps, input, actor),
    changeToken: (address, patch, actor) => changeAlarmToken(deps, address, { patch, actor }),
    rotateToken: (rotation, actor) => rotateAlarmToken(deps, rotation, actor),
    revokeToken: (address, actor) => revokeAlarmToken(deps, address, actor),
    ...createAlarmBodies(deps),
  };
}

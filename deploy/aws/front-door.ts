import { CfnOutput, type Stack } from "aws-cdk-lib";
import {
  CfnApiMapping,
  CfnDomainName,
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { CfnCertificate } from "aws-cdk-lib/aws-certificatemanager";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { either, type Optional } from "./parameters.ts";

/** What comes faster gets 429, and senders try again: it bounds what a flood can cost. Crontabs of 20,000 monitors fit in. */
const THROTTLE = { rateLimit: 1_000, burstLimit: 2_000 } as const;

/** Where requests come in. */
export interface FrontDoor {
  readonly api: HttpApi;
  /** The address for links and ping URLs, without a slash at the end. */
  readonly baseUrl: string;
}

/**
 * Makes the HTTP API and, when a domain was given, its certificate and name. The API itself asks nobody for anything:
 * Watchbell has its own keys, and doors whose paths and headers older clients know.
 */
export function addFrontDoor(stack: Stack, domain: Optional): FrontDoor {
  const api = new HttpApi(stack, "Api", { description: "Watchbell", createDefaultStage: false });
  const stage = new HttpStage(stack, "Stage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    // No access log: addresses hold secrets, such as ping keys.
    throttle: THROTTLE,
  });
  const ownUrl = `https://${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`;
  const baseUrl = either(domain.isGiven, `https://${domain.value}`, ownUrl);
  new CfnOutput(stack, "Url", { value: baseUrl, description: "Where Watchbell is." });
  addDomain(stack, domain, { api, stage });
  return { api, baseUrl };
}

/** Hands every request to a function. */
export function answerWith({ api }: FrontDoor, answers: IFunction): void {
  const integration = new HttpLambdaIntegration("Answers", answers);
  new HttpRoute(api.stack, "Everything", { httpApi: api, routeKey: HttpRouteKey.DEFAULT, integration });
}

/** The deployment waits until the certificate's record is in the DNS. */
function addDomain(stack: Stack, domain: Optional, to: { readonly api: HttpApi; readonly stage: HttpStage }): void {
  const certificate = new CfnCertificate(stack, "Certificate", {
    domainName: domain.value,
    validationMethod: "DNS",
  });
  const name = new CfnDomainName(stack, "DomainName", {
    domainName: domain.value,
    domainNameConfigurations: [
      { certificateArn: certificate.ref, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
    ],
  });
  const mapping = new CfnApiMapping(stack, "DomainMapping", {
    apiId: to.api.apiId,
    domainName: name.ref,
    stage: to.stage.stageName,
  });
  mapping.node.addDependency(to.stage);
  for (const part of [certificate, name, mapping]) part.cfnOptions.condition = domain.isGiven;
  new CfnOutput(stack, "DomainTarget", {
    value: name.attrRegionalDomainName,
    description: "What your domain must point to (CNAME).",
    condition: domain.isGiven,
  });
}

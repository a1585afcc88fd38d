import { CfnOutput, Duration, Fn, RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolUser,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClientIdentityProvider,
} from "aws-cdk-lib/aws-cognito";

/** The settings of the log-in, by the names of docs/configuration.md. */
export interface LogIn {
  readonly WATCHBELL_OIDC_ISSUER: string;
  readonly WATCHBELL_OIDC_CLIENT_ID: string;
  readonly WATCHBELL_OIDC_NAME: string;
}

/**
 * Makes the user pool whose hosted page logs people in. Only whoever administers it adds people. The client has no
 * secret: Watchbell proves with PKCE that the log-in is the one that it began.
 */
export function addLogIn(
  stack: Stack,
  { operator, baseUrl }: { readonly operator: string; readonly baseUrl: string },
): LogIn {
  const pool = new UserPool(stack, "People", {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    passwordPolicy: { minLength: 12, tempPasswordValidity: Duration.days(7) },
    // Watchbell asks for the second factor of the account itself.
    mfa: Mfa.OFF,
    featurePlan: FeaturePlan.LITE,
    userInvitation: {
      emailSubject: "Your log-in to Watchbell",
      emailBody: `{username}, your first password for ${baseUrl} is {####}<br>It is good for seven days.`,
    },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  pool.addDomain("Page", {
    // The prefix must be unlike everybody else's in the region; a stack's id is.
    cognitoDomain: { domainPrefix: `watchbell-${Fn.select(2, Fn.split("/", stack.stackId))}` },
    managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
  });
  const client = pool.addClient("Watchbell", {
    generateSecret: false,
    authFlows: {},
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
      callbackUrls: [`${baseUrl}/auth/oidc/callback`],
    },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    preventUserExistenceErrors: true,
  });
  new CfnUserPoolUser(stack, "OperatorLogIn", {
    userPoolId: pool.userPoolId,
    username: operator,
    desiredDeliveryMediums: ["EMAIL"],
    userAttributes: [
      { name: "email", value: operator },
      { name: "email_verified", value: "true" },
    ],
  });
  new CfnOutput(stack, "LogInPool", { value: pool.userPoolId, description: "Who may log in through Cognito." });
  return {
    WATCHBELL_OIDC_ISSUER: `https://cognito-idp.${stack.region}.${stack.urlSuffix}/${pool.userPoolId}`,
    WATCHBELL_OIDC_CLIENT_ID: client.userPoolClientId,
    WATCHBELL_OIDC_NAME: "Amazon Cognito",
  };
}

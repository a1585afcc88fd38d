import { onOneLine } from "../../lib/clean-text.ts";
import { truncate } from "../../lib/truncate.ts";
import { describeEvent } from "../../route/describe-event.ts";
import { expandTemplate } from "../../route/template.ts";
import { variablesOf } from "../../route/variables.ts";
import type { Place, RenderInput } from "../contract.ts";
import { escapeHtml, htmlOfText, mailHtml, mailText } from "./mail-text.ts";
import { shortHash } from "./target-key.ts";

/** A mail but for its envelope. */
export interface MailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longer subjects are cut by every program that shows them. */
const MAX_SUBJECT = 250;

/** Headers that every mail has. */
export const MAIL_HEADERS = { "Auto-Submitted": "auto-generated" } as const;

/** Escapes a value for its place in a mail. */
export function escapeForMail(value: string, place: Place): string {
  if (place === "html") return escapeHtml(value);
  return place === "header" ? onOneLine(value) : value;
}

/** A model may begin with a line `Subject: …`. What follows is plain text, or HTML when it begins with a tag. */
export function renderMail(input: RenderInput, model: string | null): MailMessage {
  const plain = defaultMail(input);
  if (model === null) return plain;
  const [, subjectModel, bodyModel] = /^Subject:[ \t]*([^\r\n]*)(?:\r?\n)*([\s\S]*)$/i.exec(model) ?? [
    null,
    null,
    model,
  ];
  const variables = variablesOf(input.event, input.facts);
  const subject = subjectModel ? subjectOf(expandTemplate(subjectModel, variables, onOneLine)) : plain.subject;
  if (!bodyModel) return { ...plain, subject };
  if (bodyModel.trimStart().startsWith("<")) {
    return { subject, text: plain.text, html: expandTemplate(bodyModel, variables, escapeHtml) };
  }
  const text = expandTemplate(bodyModel, variables, (value) => value);
  return { subject, text, html: htmlOfText(text) };
}

/** What all mails of one outage refer to, so that mail programs show them together; null for what is no incident. */
export function threadReference(alertKey: string | null, domain: string): string | null {
  return alertKey === null ? null : `<alert-${shortHash(alertKey)}@${domain}>`;
}

function defaultMail({ event, facts }: RenderInput): MailMessage {
  const description = describeEvent(event, facts);
  return {
    subject: subjectOf(description.title),
    text: mailText(description, facts.topic),
    html: mailHtml(description, facts.topic),
  };
}

function subjectOf(text: string): string {
  return truncate(onOneLine(text).trim(), MAX_SUBJECT);
}

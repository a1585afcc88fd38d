import {
  Bell,
  Cloud,
  Hash,
  type LucideIcon,
  Mail,
  MessageSquare,
  MessagesSquare,
  Radio,
  ScrollText,
  Send,
  Siren,
  Smartphone,
  Webhook,
} from "lucide-react";
import { classNames } from "../lib/class-names.ts";

/** Signs of our own, by what a service is; the others show the first letters of their names. */
const SIGNS: Readonly<Record<string, LucideIcon>> = {
  apprise: Radio,
  discord: MessagesSquare,
  email: Mail,
  googlechat: MessageSquare,
  gotify: Bell,
  log: ScrollText,
  ntfy: Bell,
  opsgenie: Siren,
  pagerduty: Siren,
  pushover: Smartphone,
  ses: Mail,
  slack: Hash,
  sns: Cloud,
  sqs: Cloud,
  telegram: Send,
  twilio: Smartphone,
  webhook: Webhook,
};

const SIZES = { small: "size-6 rounded text-[0.625rem]", normal: "size-9 rounded-md text-xs" } as const;

interface ProviderMarkProps {
  /** The provider's kind, such as `slack`. */
  readonly kind: string;
  readonly size?: keyof typeof SIZES;
}

/** The sign of a service beside its name. */
export function ProviderMark({ kind, size = "normal" }: ProviderMarkProps) {
  const Sign = Object.hasOwn(SIGNS, kind) ? SIGNS[kind] : undefined;
  return (
    <span
      aria-hidden
      className={classNames(
        "grid shrink-0 place-items-center border border-line bg-sunken font-semibold text-soft uppercase",
        SIZES[size],
      )}
    >
      {Sign ? <Sign size={size === "small" ? 13 : 17} /> : kind.replace(/[^a-z0-9]/gi, "").slice(0, 2)}
    </span>
  );
}

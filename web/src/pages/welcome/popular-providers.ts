import { Bell, Hash, type LucideIcon, Mail, MessagesSquare, Send, Webhook } from "lucide-react";

/** What most people reach for first; all the others are found by typing. */
export const POPULAR: readonly { readonly kind: string; readonly icon: LucideIcon }[] = [
  { kind: "email", icon: Mail },
  { kind: "slack", icon: Hash },
  { kind: "telegram", icon: Send },
  { kind: "ntfy", icon: Bell },
  { kind: "discord", icon: MessagesSquare },
  { kind: "webhook", icon: Webhook },
];

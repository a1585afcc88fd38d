/** One shortcut: keys pressed one after the other (`g m`) or one key (`/`), and what they do. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

/** How long the second key may take. */
const NEXT_KEY_WITHIN_MS = 1_200;

/** Shortcuts of the page and what has been typed of them. */
export interface ShortcutBoard {
  /** Adds shortcuts until the returned function is called. */
  readonly register: (shortcuts: readonly Shortcut[]) => () => void;
  readonly list: () => readonly Shortcut[];
  /** Takes a key; true when it did something or began a shortcut. */
  readonly press: (key: string, at: number) => boolean;
}

/** Makes the board of shortcuts; what was registered last wins, so that a page may take a key for itself. */
export function createShortcutBoard(): ShortcutBoard {
  const groups: (readonly Shortcut[])[] = [];
  let typed = "";
  let typedAt = 0;
  const list = (): readonly Shortcut[] => groups.flat();
  return {
    register(shortcuts) {
      groups.push(shortcuts);
      return () => void groups.splice(groups.indexOf(shortcuts), 1);
    },
    list,
    press(key, at) {
      const wanted = typed !== "" && at - typedAt < NEXT_KEY_WITHIN_MS ? `${typed} ${key}` : key;
      const found = list().findLast(({ keys }) => keys === wanted);
      const begins = list().some(({ keys }) => keys.startsWith(`${wanted} `));
      typed = found === undefined && begins ? wanted : "";
      typedAt = at;
      found?.run();
      return found !== undefined || begins;
    },
  };
}

/** What takes no text, though it is an input. */
const NOT_TYPED_INTO = /^(?:checkbox|radio|button|submit|reset)$/;

/** True when the key belongs to what is typed into, or to what it would press. */
export function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if ((key === "Enter" || key === " ") && target.closest("a, button, input, summary") !== null) return true;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.test(target.type);
  return target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName);
}

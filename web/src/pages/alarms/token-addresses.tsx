import { CopyField } from "../../ui/copy.tsx";
import { Notice } from "../../ui/notice.tsx";
import { addressFor, SOURCES } from "./sources.ts";

/** The addresses of a token, one for each source; they hold its value, which is shown this once. */
export function TokenAddresses({ url }: { readonly url: string }) {
  return (
    <div className="grid gap-5">
      <Notice tone="careful">
        Copy the address of your system now. It holds the value of the token, which nobody can look up again.
      </Notice>
      <dl className="grid gap-4">
        {SOURCES.map(({ name, label, where }) => (
          <div key={name} className="grid gap-1">
            <dt className="font-medium text-sm">{label}</dt>
            <dd className="grid gap-1">
              <CopyField value={addressFor(name, url)} label={`the address for ${label}`} />
              <span className="text-sm text-soft">{where}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

import { Download } from "lucide-react";
import { buttonClass } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { Notice } from "../../../ui/notice.tsx";

/** The codes that let one in when the phone is lost; they are shown this once. */
export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const text = codes.join("\n");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Recovery codes for Watchbell, each good once\n\n${text}\n`)}`;
  return (
    <div className="grid grid-cols-1 gap-4">
      <Notice tone="careful">
        Keep these codes where you find them without your phone. Each lets you in once. They are not shown again.
      </Notice>
      <div className="relative rounded-md border border-line bg-sunken p-4 pr-11">
        <ul aria-label="Recovery codes" className="grid grid-cols-1 gap-x-6 gap-y-1 font-mono sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="absolute top-1.5 right-1.5">
          <CopyButton text={text} label="Copy the recovery codes" />
        </div>
      </div>
      <a href={file} download="watchbell-recovery-codes.txt" className={`${buttonClass("plain")} justify-self-start`}>
        <Download aria-hidden size={16} />
        Save as a file
      </a>
    </div>
  );
}

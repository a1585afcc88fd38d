import type { Service } from "../api/services.ts";
import { CodeBlock, CopyField } from "../ui/copy.tsx";
import { Section } from "../ui/page.tsx";

/** How a service checks in: the line that does it, its id and its key, for those who may have it. */
export function ServiceKeys({ service: { id, key, curl } }: { readonly service: Service }) {
  return (
    <Section title="How it checks in">
      <div className="grid grid-cols-1 gap-4">
        {curl === null ? (
          <p className="text-soft">Your role does not show its key.</p>
        ) : (
          <CodeBlock code={curl} label="the curl line" />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="grid min-w-0 content-start gap-1">
            <h3 className="font-medium text-sm">Id</h3>
            <CopyField value={id} label="the id" />
          </div>
          {key !== null && (
            <div className="grid min-w-0 content-start gap-1">
              <h3 className="font-medium text-sm">Key</h3>
              <CopyField value={key} label="the key" />
            </div>
          )}
        </div>
      </div>
    </Section>
  );
}

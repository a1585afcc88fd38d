import { Eye, EyeOff } from "lucide-react";
import { type ComponentPropsWithRef, useState } from "react";
import { IconButton } from "./button.tsx";
import { TextInput } from "./inputs.tsx";

/** A secret that is typed: hidden, unless one wants to see it. */
export function PasswordInput(props: Omit<ComponentPropsWithRef<"input">, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextInput
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...props}
        type={shown ? "text" : "password"}
        className="pr-11"
      />
      <div className="absolute inset-y-0 right-1 flex items-center">
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? "Hide what is typed" : "Show what is typed"}
          size="small"
          onClick={() => setShown(!shown)}
        />
      </div>
    </div>
  );
}

import { cn } from "@/lib/utils";
import { CopyButton } from "./copy";

/** JSON or text in a box that scrolls, beside a button to copy it; `isWrapped` breaks long lines instead. */
export function CodeBlock({
  value,
  label,
  isWrapped = false,
  className,
}: {
  value: unknown;
  label: string;
  isWrapped?: boolean;
  className?: string;
}) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <div className={cn("flex items-start gap-1 rounded-md border bg-raised/60 pr-1.5", className)}>
      <pre
        className={cn("max-h-96 min-w-0 flex-1 overflow-auto p-3 font-mono text-xs leading-relaxed", isWrapped && "whitespace-pre-wrap break-all")}
        tabIndex={0}
        aria-label={label}
      >
        {text}
      </pre>
      <div className="pt-1.5">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  );
}

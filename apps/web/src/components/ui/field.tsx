import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "@/lib/utils";

const CONTROL =
  "w-full min-w-0 rounded-md border border-strong/60 bg-surface px-3 text-sm placeholder:text-muted disabled:opacity-50 aria-invalid:border-failed";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, "h-9", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "min-h-20 py-2", className)} {...props} />;
}

/** A native select: it is the best one on a phone and for screen readers. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(CONTROL, "h-9 w-auto pr-8", className)} {...props} />;
}

interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  isLabelHidden = false,
  className,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  isLabelHidden?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const note = `${id}-note`;
  const hasNote = Boolean(error ?? hint);
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className={cn("text-sm font-medium", isLabelHidden && "sr-only")}>
        {label}
      </label>
      {children({ id, "aria-describedby": hasNote ? note : undefined, "aria-invalid": error ? true : undefined })}
      {hasNote ? (
        <p id={note} role={error ? "alert" : undefined} className={cn("text-xs", error ? "text-failed" : "text-muted")}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

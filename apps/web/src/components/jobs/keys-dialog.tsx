import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";
import { KEYS } from "@/lib/jobs/keys";

/** The list of keys. */
export function KeysDialog({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined} className="w-[min(24rem,calc(100vw-2rem))]">
        <DialogTitle>Keys</DialogTitle>
        <dl className="flex flex-col gap-2 text-sm">
          {KEYS.map(({ keys, text }) => (
            <div key={text} className="flex items-baseline justify-between gap-4">
              <dt>{text}</dt>
              <dd className="flex gap-1">
                {keys.map((key) => (
                  <kbd key={key} className="min-w-6 rounded border bg-raised px-1.5 py-0.5 text-center font-mono text-xs">
                    {key}
                  </kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}

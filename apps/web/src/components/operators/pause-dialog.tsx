"use client";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import type { Queue } from "@/lib/api/types";
import { count } from "@/lib/format";

/** Says what pausing a queue does and asks whether to. */
export function PauseDialog({
  queue,
  isOpen,
  onOpenChange,
  onPause,
}: {
  queue: Queue;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onPause: () => void;
}) {
  const waiting = queue.queued.count === 0 ? "" : ` ${count(queue.queued.count, queue.queued.is_capped)} queued now.`;
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogTitle>Pause {queue.name}?</DialogTitle>
        <DialogDescription>
          Workers take no more jobs from this queue, whoever asked for them, until somebody resumes it. What runs goes on.
          New jobs are still accepted and wait.{waiting}
        </DialogDescription>
        <DialogFooter>
          <DialogClose asChild><Button>Leave it running</Button></DialogClose>
          <Button variant="danger" onClick={onPause}>Pause the queue</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

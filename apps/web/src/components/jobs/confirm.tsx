"use client";

import { useState, type ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogTitle, DialogTrigger } from "@/components/ui/dialog";

/** A button that asks before it does what cannot be taken back; `act` closes it unless it throws. */
export function ConfirmButton({
  title,
  text,
  verb,
  isDangerous = false,
  act,
  children,
  ...button
}: Omit<ButtonProps, "title"> & { title: string; text: ReactNode; verb: string; isDangerous?: boolean; act: () => Promise<void> }) {
  const [isOpen, setOpen] = useState(false);
  const [isPending, setPending] = useState(false);
  const go = async () => {
    setPending(true);
    try {
      await act();
      setOpen(false);
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button {...button}>{children}</Button>
      </DialogTrigger>
      <DialogContent className="w-[min(26rem,calc(100vw-2rem))]">
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{text}</DialogDescription>
        <DialogFooter>
          <Button onClick={() => { setOpen(false); }}>Keep it as it is</Button>
          <Button variant={isDangerous ? "danger" : "primary"} isPending={isPending} onClick={() => void go()}>
            {verb}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

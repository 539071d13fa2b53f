"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";
import { Button } from "./button";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

const OVERLAY = "fixed inset-0 z-50 bg-black/45 backdrop-blur-[1px] data-[state=open]:animate-in data-[state=open]:fade-in-0";

/** A dialog in the middle of the page; `side="left"` is a drawer from the edge. */
export function DialogContent({
  className,
  children,
  side = "center",
  ...props
}: ComponentProps<typeof Primitive.Content> & { side?: "center" | "left" | "right" }) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={OVERLAY} />
      <Primitive.Content
        className={cn(
          "fixed z-50 flex flex-col gap-4 overflow-y-auto bg-surface p-5 shadow-xl data-[state=open]:animate-in data-[state=open]:fade-in-0",
          side === "center" &&
            "left-1/2 top-1/2 max-h-[88dvh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg border data-[state=open]:zoom-in-95",
          side === "left" && "inset-y-0 left-0 w-72 border-r data-[state=open]:slide-in-from-left",
          side === "right" && "inset-y-0 right-0 w-[min(34rem,100vw)] border-l data-[state=open]:slide-in-from-right",
          className,
        )}
        {...props}
      >
        {children}
        <Primitive.Close asChild>
          <Button variant="ghost" size="icon-sm" className="absolute right-3 top-3" aria-label="Close">
            <X />
          </Button>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("pr-8 text-base font-semibold tracking-tight", className)} {...props} />;
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn("text-sm text-muted", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("flex flex-wrap justify-end gap-2 pt-1", className)} {...props} />;
}

"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";

const SHOWN_MS = 1500;

/** A button that puts `text` on the clipboard and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => {
      setCopied(false);
    }, SHOWN_MS);
  };
  return (
    <Button variant="ghost" size="icon-sm" aria-label={isCopied ? "Copied" : label} onClick={() => void copy()}>
      {isCopied ? <Check className="text-succeeded" /> : <Copy />}
    </Button>
  );
}

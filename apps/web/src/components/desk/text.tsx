import type { ReactNode } from "react";
import Markdown from "react-markdown";
import { cn } from "@/lib/utils";

const SAFE = /^(https?:\/\/|mailto:)/i;

/** The address where it is one that a person may follow; nothing runs from a link. */
export function safeHref(href: string | null | undefined): string | null {
  return href && SAFE.test(href.trim()) ? href.trim() : null;
}

/** A link to elsewhere, from a CV, an advert or a model: only http, https and mail; others stay plain text. */
export function OutLink({ href, children, className }: { href: string | null | undefined; children: ReactNode; className?: string }) {
  const safe = safeHref(href);
  if (safe === null) return <span className={className}>{children}</span>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow" className={cn("break-words text-accent-ink underline-offset-4 hover:underline", className)}>
      {children}
    </a>
  );
}

/** Markdown of a model or a report. HTML in it is shown as text, pictures are left out. */
export function Prose({ markdown }: { markdown: string }) {
  return (
    <div className="flex max-w-prose flex-col gap-3 text-sm leading-relaxed break-words [&_h2]:pt-2 [&_h2]:font-semibold [&_h3]:font-medium [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-5 [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:pl-5">
      <Markdown
        skipHtml
        disallowedElements={["img"]}
        unwrapDisallowed
        components={{
          a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
          h1: ({ children }) => <h2 className="text-base">{children}</h2>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4 className="font-medium">{children}</h4>,
        }}
      >
        {markdown}
      </Markdown>
    </div>
  );
}

/** Plain text as it was written: its lines and paragraphs, nothing read into it. */
export function PlainText({ text, className }: { text: string; className?: string }) {
  return <div className={cn("max-w-prose whitespace-pre-line text-sm leading-relaxed break-words", className)}>{text}</div>;
}

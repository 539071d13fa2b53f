const STEPS = [
  { title: "Hand in a CV", text: "It is read into posts, skills and dates, with how sure each reading is. You can correct it." },
  { title: "Add adverts", text: "One by its address or text, or hundreds by a feed. Each is matched with your CV, and the score is explained." },
  { title: "Apply", text: "From an advert: a CV tailored to it without inventing anything, a packet as PDF, questions to expect." },
] as const;

/** What the desk is for, for whoever opens it first. */
export function FirstSteps() {
  return (
    <section aria-labelledby="first-steps" className="flex flex-col gap-3">
      <h2 id="first-steps" className="text-sm font-semibold tracking-tight">How it goes</h2>
      <ol className="grid gap-3 md:grid-cols-3">
        {STEPS.map(({ title, text }, index) => (
          <li key={title} className="rounded-lg border bg-surface p-4">
            <p className="text-sm font-medium">
              <span className="mr-2 font-mono text-accent-ink">{index + 1}</span>
              {title}
            </p>
            <p className="mt-1 text-sm text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

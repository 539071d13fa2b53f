import { act, render, screen } from "@testing-library/react";
import { startTransition, Suspense, use, useState } from "react";
import { expect, it } from "vitest";
import { NavigationLine } from "@/components/shell/navigation-line";
import { onRouterTransitionStart } from "@/instrumentation-client";

/** As Next's router does it: a transition to a page that is still being fetched. */
function Router({ pages }: { pages: readonly Promise<string>[] }) {
  const [page, setPage] = useState<Promise<string> | null>(null);
  const go = (next: Promise<string>) => {
    startTransition(() => {
      onRouterTransitionStart();
      setPage(next);
    });
  };
  return (
    <>
      {pages.map((each, index) => <button key={index} type="button" onClick={() => { go(each); }}>{index}</button>)}
      <Suspense>{page ? <Shown page={page} /> : <p>first page</p>}</Suspense>
    </>
  );
}

function Shown({ page }: { page: Promise<string> }) {
  return <p>{use(page)}</p>;
}

function answerLater() {
  let answer: (text: string) => void = () => undefined;
  const page = new Promise<string>((resolve) => { answer = resolve; });
  return { page, answer: (text: string) => act(async () => { answer(text); await page; }) };
}

function show(...pages: Promise<string>[]) {
  render(<><NavigationLine /><Router pages={pages} /></>);
  return (index: number) => act(async () => { screen.getByRole("button", { name: String(index) }).click(); await Promise.resolve(); });
}

it("the line is there from the moment a page is asked for until it is shown", async () => {
  const { page, answer } = answerLater();
  const go = show(page);
  expect(screen.queryByRole("progressbar")).toBeNull();

  await go(0);
  expect(screen.getByRole("progressbar", { name: "The page is being loaded" })).toBeInTheDocument();
  expect(screen.getByText("first page")).toBeVisible();
  await answer("second page");

  expect(screen.getByText("second page")).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

it("the line stays while a second page replaces the one that was asked for first", async () => {
  const [slow, fast] = [answerLater(), answerLater()];
  const go = show(slow.page, fast.page);

  await go(0);
  await go(1);
  await slow.answer("slow page");
  expect(screen.getByRole("progressbar")).toBeInTheDocument();
  await fast.answer("fast page");

  expect(screen.getByText("fast page")).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

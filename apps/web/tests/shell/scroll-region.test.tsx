import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ScrollRegion } from "@/components/ui/scroll-region";

const size = { scrollWidth: 900, clientWidth: 300 };

/** Tells the first size at once, as browsers do soon. */
class FakeResizeObserver {
  constructor(private readonly tell: () => void) {}
  observe() {
    this.tell();
  }
  disconnect() {
    // nothing is held
  }
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", FakeResizeObserver);
  for (const name of ["scrollWidth", "clientWidth"] as const) {
    vi.spyOn(HTMLElement.prototype, name, "get").mockImplementation(() => size[name]);
  }
});

function show(width: number) {
  size.scrollWidth = width;
  render(<ScrollRegion label="Board"><p>columns</p></ScrollRegion>);
  const region = screen.getByRole("region", { name: "Board" });
  const more = () => region.parentElement?.dataset["more"];
  const scrollTo = (left: number) => {
    act(() => {
      region.scrollLeft = left;
      fireEvent.scroll(region);
    });
  };
  return { region, more, scrollTo };
}

afterEach(() => { vi.unstubAllGlobals(); });

describe("what scrolls sideways", () => {
  it("shows on which side there is more, as it is scrolled", () => {
    const { more, scrollTo } = show(900);

    expect(more()).toBe("right");
    scrollTo(200);
    expect(more()).toBe("left right");
    scrollTo(600);
    expect(more()).toBe("left");
  });

  it("shows nothing of the kind where all of it fits", () => {
    const { more } = show(300);

    expect(more()).toBe("");
  });

  it("can take the focus, so that the arrow keys scroll it", () => {
    const { region } = show(900);

    region.focus();

    expect(region).toHaveFocus();
  });
});

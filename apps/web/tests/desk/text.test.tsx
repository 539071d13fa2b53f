import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { OutLink, Prose } from "@/components/desk/text";

describe("text from elsewhere", () => {
  it("cannot bring elements of its own", () => {
    const { container } = render(<Prose markdown={'Hello <img src=x onerror="alert(1)"> <script>alert(1)</script> **there**'} />);

    expect(container.querySelector("script, img")).toBeNull();
    expect(screen.getByText("there").tagName).toBe("STRONG");
  });

  it("cannot bring pictures by Markdown", () => {
    const { container } = render(<Prose markdown="![spy](https://example.org/spy.gif)" />);

    expect(container.querySelector("img")).toBeNull();
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "/jobs", "JAVASCRIPT:alert(1)"])("has no link to %s", (href) => {
    render(<OutLink href={href}>here</OutLink>);

    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText("here")).toBeVisible();
  });

  it.each(["https://example.org", "http://example.org", "mailto:ines@example.org"])("links to %s without following or telling", (href) => {
    render(<OutLink href={href}>here</OutLink>);

    expect(screen.getByRole("link")).toHaveAttribute("rel", "noopener noreferrer nofollow");
  });

  it("has its Markdown links treated alike", () => {
    render(<Prose markdown="[a](javascript:alert(1)) [b](https://example.org)" />);

    expect(screen.getAllByRole("link").map((link) => link.textContent)).toEqual(["b"]);
  });
});

import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A bound for what hangs; a machine that is busy may be slower than the second that the library waits.
configure({ asyncUtilTimeout: 30_000 });

afterEach(() => {
  cleanup();
});

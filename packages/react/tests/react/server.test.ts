// @vitest-environment node
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";

import { createClient, LonghaulProvider, useConnection, useJob, useJobs } from "../../src/index.js";
import { aJob } from "../support/jobs.js";
import { cursorOf } from "../support/world.js";

function Page() {
  const { state } = useConnection();
  const { job } = useJob("j", { initial: aJob({ status: "running" }) });
  const { jobs } = useJobs({}, { initial: { jobs: [aJob({ id: "k" })], next_page: null, cursor: cursorOf(0) } });
  return createElement("p", null, [state, job?.status, ...jobs.map(({ id }) => id)].join());
}

test("on a server, where there is no window, the first paint is that of the snapshots", () => {
  const client = createClient();

  const html = renderToString(createElement(LonghaulProvider, { client }, createElement(Page)));

  expect(html).toBe("<p>idle,running,k</p>");
});

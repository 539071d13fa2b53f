"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, api } from "@/lib/api/client";
import { unreachable } from "@/lib/api/problem";
import { jsonAsking } from "./intake";
import { PROJECTS, SHELF_LIMIT } from "./shelves";
import { shortUrl } from "./tasks";
import type { Project, RecordPage } from "./types";
import type { Ask } from "./use-ask";

const plain = (url: string): string => new URL(url).href.replace(/\/$/, "");

/**
 * Follow a repository and read it. One that is followed already is read anew instead of being followed twice, also
 * where the answer of the first try was lost.
 */
export function useFollowRepository(ask: Ask) {
  const queries = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  const follow = async (url: string, name: string): Promise<boolean> => {
    setPending(true);
    setProblem(null);
    try {
      const { items } = await api<RecordPage<Project>>("/projects", { query: { limit: SHELF_LIMIT } });
      const known = items.find((project) => plain(project.repo_url) === plain(url));
      const body = { repo_url: url, ...(name === "" ? {} : { name }) };
      const project = known ?? (await api<Project>("/projects", { method: "POST", body }));
      void queries.invalidateQueries({ queryKey: [PROJECTS.key] });
      const asking = jsonAsking(`/projects/${project.id}/refresh`, "project.refresh", shortUrl(url) ?? url, {});
      return (await ask.ask(asking)) !== null;
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : unreachable(error));
      return false;
    } finally {
      setPending(false);
    }
  };

  return { follow, isPending: isPending || ask.isPending, problem };
}

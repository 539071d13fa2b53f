"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { artifactUrl } from "@/lib/api/client";
import { problemOf, unreachable } from "@/lib/api/problem";

/**
 * A stored file as an address that this page may show.
 *
 * The API serves files in a sandbox in which browsers do not start their PDF viewer; a copy in the page's own memory
 * can be viewed, and is let go with the component.
 */
export function useFile(id: string | null) {
  const query = useQuery({
    queryKey: ["file", id],
    queryFn: async ({ signal }) => {
      const response = await fetch(artifactUrl(id ?? "", { inline: true }), { signal }).catch((error: unknown) => {
        throw signal.aborted ? error : unreachable(error);
      });
      if (!response.ok) throw await problemOf(response);
      return response.blob();
    },
    enabled: id !== null,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const [url, setUrl] = useState<string | null>(null);
  const { data } = query;
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made); // eslint-disable-line react-hooks/set-state-in-effect -- the address belongs to this component's life
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [data]);
  return { url, error: query.error };
}

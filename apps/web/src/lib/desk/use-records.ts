"use client";

/** Changes to records: each says how it went, and has the lists it changes read anew. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/lib/api/client";
import { RECORD_PATHS, type Shelved } from "./shelves";
import type { Application, ApplicationStatus, Forgotten, Resume, ResumeView } from "./types";
import { moved } from "./applications";

type Deleted = "resume" | "document" | "packet" | "interview" | "company" | "search" | "project";

const SHELF_OF: Record<Deleted, string> = {
  resume: "resumes",
  document: "documents",
  packet: "packets",
  interview: "interviews",
  company: "companies",
  search: "searches",
  project: "projects",
};

/** Delete one record of a kind. */
export function useDeleteRecord(kind: Deleted, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api<undefined>(`${RECORD_PATHS[kind]}/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: [SHELF_OF[kind]] });
      onDone();
    },
  });
}

/** Read a feed no more. */
export function useDeleteFeed() {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: (id: string) => api<undefined>(`/feeds/${id}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["feeds"] }),
    onError: (error) => toast.error(error.message),
  });
  return { remove: mutation.mutate, isPending: mutation.isPending };
}

/** Put an edited CV in the place of the kept one. */
export function useEditResume(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (resume: Resume) => api<ResumeView>(`/resumes/${id}`, { method: "PUT", body: { resume } }),
    onSuccess: (view) => {
      queries.setQueryData(["resume", id], view);
      void queries.invalidateQueries({ queryKey: ["resumes"] });
    },
  });
}

/** Forget a person by their address: CVs, places in searches, and the jobs whose files may name them. */
export function useForgetPerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => api<Forgotten>("/candidates/forget", { method: "POST", body: { email } }),
    onSuccess: () => {
      for (const key of ["resumes", "resume", "searches", "search"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Begin an application for an advert; the one there is already is the answer to a second try. */
export function useStartApplication() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { posting_id: string; resume_id?: string | null; packet_id?: string | null }) =>
      api<Application>("/applications", { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["applications"] }),
  });
}

/** Move an application: shown at once, taken back where the API refuses. */
export function useMoveApplication() {
  const queries = useQueryClient();
  const key = ["applications"];
  return useMutation({
    mutationFn: ({ id, status, note }: { id: string; status: ApplicationStatus; note?: string | null }) =>
      api<Application>(`/applications/${id}/status`, { method: "POST", body: { status, note: note ?? null } }),
    onMutate: async ({ id, status, note }) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<Shelved<Application>>(key);
      if (before) {
        const items = moved(before.items, id, status, new Date().toISOString(), note ?? null);
        queries.setQueryData<Shelved<Application>>(key, { ...before, items });
      }
      return { before };
    },
    onError: (error, _move, context) => {
      if (context?.before) queries.setQueryData(key, context.before);
      toast.error(`Not moved: ${error.message}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

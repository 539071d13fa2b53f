import type { JobSummary } from "@/lib/api/types";
import type { Application, Resume } from "@/lib/desk/types";

/** A small CV; `part` replaces what a test is about. */
export function resume(part: Partial<Resume> = {}): Resume {
  return {
    basics: {
      name: "Ines Marchetti",
      label: "Backend Engineer",
      email: "ines@example.org",
      phone: null,
      url: null,
      summary: null,
      location: { raw: "Lisbon, Portugal", address: null, postalCode: null, city: "Lisbon", region: null, countryCode: "PT" },
      profiles: [],
    },
    work: [
      {
        name: "Harbour Freight",
        position: "Engineer",
        location: "Lisbon",
        url: "https://harbour.example",
        startDate: "2021-03",
        endDate: null,
        current: true,
        summary: null,
        highlights: ["Designed a job queue.", "Built a pipeline."],
      },
    ],
    volunteer: [],
    education: [],
    awards: [],
    certificates: [],
    publications: [],
    skills: [{ name: "", keywords: ["Python", "MongoDB"] }],
    languages: [],
    interests: [],
    projects: [],
    skills_canonical: [
      { name: "Python", category: "language", evidence: ["Python"] },
      { name: "MongoDB", category: "database", evidence: ["MongoDB", "Designed a job queue on MongoDB."] },
    ],
    experience_months: 60,
    x_parse: {
      source_sha256: "0".repeat(64),
      language: "en",
      pages: 1,
      chars: 900,
      layout: "single",
      hidden_text: false,
      confidence: {},
      provenance: {},
      unparsed: [],
      notes: [],
    },
    ...part,
  };
}

export function application(part: Partial<Application> = {}): Application {
  const at = "2026-11-01T09:00:00Z";
  return {
    id: "a1",
    v: 1,
    posting_id: "p1",
    resume_id: null,
    packet_id: null,
    status: "draft",
    history: [{ status: "draft", at, note: null }],
    created_at: at,
    updated_at: at,
    ...part,
  };
}

export function job(part: Partial<JobSummary> = {}): JobSummary {
  const path = "/background-jobs/j1";
  return {
    id: "j1",
    type: "resume.parse",
    queue: "default",
    status: "running",
    label: "running",
    priority: 5,
    run_at: "2026-11-01T09:00:00Z",
    progress: { percent: 55, message: "Reading the sections", step: "read", code: "PARSE_READ", counters: { posts: 3 } },
    error: null,
    attempt: 1,
    max_attempts: 3,
    interruptions: 0,
    timeout_s: 120,
    deadline_at: null,
    cancel_requested_at: null,
    idempotency_key: null,
    unique_key: null,
    tags: [],
    parent: null,
    artifacts: [],
    lease: null,
    peak_rss_mb: null,
    v: 3,
    created_at: "2026-11-01T09:00:00Z",
    started_at: "2026-11-01T09:00:01Z",
    finished_at: null,
    expires_at: null,
    links: { self: path, events: `${path}/events`, artifacts: `${path}/artifacts`, stream: "/events/stream?job=j1", cancel: `${path}/cancel`, requeue: `${path}/requeue` },
    ...part,
  };
}

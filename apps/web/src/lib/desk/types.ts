/** The desk's records by short names; all of them generated from the API's OpenAPI document. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type ResumeView = Schemas["ResumeView"];
export type Resume = Schemas["Resume"];
export type Work = Schemas["Work"];
export type DocumentView = Schemas["DocumentView"];
export type PacketView = Schemas["PacketView"];
export type InterviewView = Schemas["InterviewView"];
export type Question = Schemas["Question"];
export type CompanyView = Schemas["ResearchView"];
export type SearchView = Schemas["SearchView"];
export type Candidate = Schemas["Candidate"];
export type Posting = Schemas["StoredPosting"];
export type PostingSummary = Schemas["PostingSummary"];
export type Match = Schemas["StoredMatch"];
export type MatchPage = Schemas["MatchPage"];
export type Project = Schemas["ProjectView"];
export type Application = Schemas["ApplicationView"];
export type ApplicationStatus = Application["status"];
export type Feed = Schemas["StoredFeed"];
export type Change = Schemas["Change"];
export type ArtifactRef = Schemas["ArtifactRef"];
export type Note = Schemas["Note"];
export type FieldProvenance = Schemas["FieldProvenance"];
export type Forgotten = Schemas["ForgottenView"];

/** One page of records as the API lists them. */
export interface RecordPage<Item> {
  items: Item[];
  next: string | null;
}

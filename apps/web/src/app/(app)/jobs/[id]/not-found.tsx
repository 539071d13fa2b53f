import { JobMissing } from "@/components/jobs/job-missing";

export default function JobNotFound() {
  return <JobMissing />;
}

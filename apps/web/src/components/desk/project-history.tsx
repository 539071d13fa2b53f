import Link from "next/link";
import { When } from "@/components/status/when";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { Project } from "@/lib/desk/types";
import { Section } from "./section";

/** Every reading of the repository, newest first. */
export function ProjectHistory({ history }: { history: Project["history"] }) {
  if (history.length === 0) return null;
  return (
    <Section title="History">
      <div className="-mx-4 -mb-4">
        <Table label="Readings of the repository">
          <thead><tr className="border-b"><TableHead>Read</TableHead><TableHead>Commit</TableHead><TableHead className="text-right">Done</TableHead><TableHead className="text-right">Percent</TableHead></tr></thead>
          <tbody>
            {[...history].reverse().map(({ at, head_sha, done, total, percent, job_id }) => (
              <TableRow key={job_id}>
                <TableCell><Link href={`/jobs/${job_id}`} className="hover:underline"><When iso={at} /></Link></TableCell>
                <TableCell className="font-mono text-xs">{head_sha.slice(0, 12)}</TableCell>
                <TableCell className="text-right tabular-nums">{done} of {total}</TableCell>
                <TableCell className="text-right tabular-nums">{percent === null ? "" : `${String(percent)} %`}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}

import { ShieldAlert } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Empty, Failed } from "@/components/ui/states";
import type { ApiProblem } from "@/lib/api/problem";

export type Refusal = Pick<ApiProblem, "status" | "title" | "message" | "requestId">;

/** In place of what the API does not give: the role that is missing, or its own words. */
export function Refused({ problem }: { problem: Refusal }) {
  if (problem.status === 403) {
    return (
      <Card>
        <Empty title="This needs the role operator" icon={ShieldAlert}>
          Queues, workers and schedules belong to everybody who uses this installation, so only operators see and change
          them. Whoever runs the sign-in can give you the role; it counts from your next login.
        </Empty>
      </Card>
    );
  }
  return <Failed title={problem.title} detail={problem.message === problem.title ? undefined : problem.message} requestId={problem.requestId} />;
}

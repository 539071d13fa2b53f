import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/states";

/** In place of a job that is not there, or is another's: these look the same on purpose. */
export function JobMissing({ id }: { id?: string }) {
  return (
    <Page isWide title="No such job" lead={id ? <span className="break-all font-mono">{id}</span> : null}>
      <Card>
        <Empty
          icon={FileQuestion}
          title="There is no job of yours with this id"
          action={<Button asChild variant="primary" size="sm"><Link href="/jobs">All jobs</Link></Button>}
        >
          It was deleted, it was kept as long as its task says and then forgotten, or the id is wrong.
        </Empty>
      </Card>
    </Page>
  );
}

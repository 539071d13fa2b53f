import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Logo } from "@/components/shell/logo";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <Logo />
      <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="max-w-sm text-sm text-muted">The address is wrong, or what was here has been deleted or has expired.</p>
      <Button asChild variant="primary">
        <Link href="/">To the desk</Link>
      </Button>
    </main>
  );
}

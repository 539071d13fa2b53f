import type { Metadata } from "next";
import Link from "next/link";
import { Logo } from "@/components/shell/logo";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Button } from "@/components/ui/button";
import { Failed } from "@/components/ui/states";
import { localPath } from "@/lib/auth/local-path";
import type { Me } from "@/lib/auth/me";
import { MIN_PASSWORD, signInService } from "@/lib/auth/sign-in-service";
import { whoIsHere } from "@/lib/auth/who-asks";
import { SignInForm } from "./sign-in-form";
import { SignedIn } from "./signed-in";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const from = localPath((await searchParams).from);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4 sm:px-6">
        <Link href="/">
          <Logo />
        </Link>
        <ThemeToggle />
      </header>
      <main className="flex flex-1 justify-center px-4 pb-16 pt-[10vh]">
        <div className="w-full max-w-sm">
          <Content from={from} />
        </div>
      </main>
    </div>
  );
}

async function Content({ from }: { from: string }) {
  const service = signInService();
  if (service === null) return <NoSignIn />;
  let me: Me | null;
  try {
    me = await whoIsHere();
  } catch {
    return <Failed title="Sign-in does not work right now" detail="Accounts cannot be read. Load this page again in a moment." />;
  }
  // Never sent on by itself: an API that refuses this login sends back here, and the two would go round.
  if (me !== null) return <SignedIn name={me.name} from={from} />;
  return <SignInForm from={from} isSignUpOpen={service.settings.isSignUpOpen} minPassword={MIN_PASSWORD} />;
}

function NoSignIn() {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">No sign-in is set up</h1>
      <p className="text-sm text-muted">
        Everybody who reaches this site is the same user, with every right. That is meant for one person on one machine;
        set WEB_AUTH before others can reach it.
      </p>
      <Button asChild variant="primary" className="self-start">
        <Link href="/">To the desk</Link>
      </Button>
    </div>
  );
}

"use client";

import { useRef, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { signIn, type SignInProblem } from "@/lib/auth/sign-in-client";
import { openAfresh } from "@/lib/auth/signed-out";

/** Address and password; where accounts may be made by anybody, also that. Goes to `from` when it worked. */
export function SignInForm({ from, isSignUpOpen, minPassword }: { from: string; isSignUpOpen: boolean; minPassword: number }) {
  const form = useRef<HTMLFormElement>(null);
  const [isNew, setNew] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<SignInProblem | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    setPending(true);
    setProblem(null);
    const found = await signIn({
      email: text("email").trim(),
      password: text("password"),
      ...(isNew ? { name: text("name").trim() } : {}),
    });
    if (found === null) {
      openAfresh(from);
      return;
    }
    setPending(false);
    setProblem(found);
    form.current?.querySelector<HTMLInputElement>(`[name=${found.field ?? "password"}]`)?.select();
  }

  const errorAt = (field: SignInProblem["field"]) => (problem?.field === field ? problem?.message : null);
  return (
    <form ref={form} method="post" className="flex flex-col gap-5" aria-busy={isPending} onSubmit={(event) => void submit(event)}>
      <h1 className="text-xl font-semibold tracking-tight">{isNew ? "Make an account" : "Sign in"}</h1>
      {isNew ? (
        <Field label="Name">
          {(control) => <Input {...control} name="name" autoComplete="name" required maxLength={100} className="h-10" />}
        </Field>
      ) : null}
      <Field label="E-mail" error={errorAt("email")}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus maxLength={254} className="h-10" />
        )}
      </Field>
      <Field label="Password" error={errorAt("password")} hint={isNew ? `At least ${String(minPassword)} characters.` : undefined}>
        {(control) => (
          <Input
            {...control}
            key={isNew ? "new" : "current"}
            name="password"
            type="password"
            autoComplete={isNew ? "new-password" : "current-password"}
            required
            {...(isNew ? { minLength: minPassword } : {})}
            maxLength={128}
            className="h-10"
          />
        )}
      </Field>
      <div className="flex flex-col gap-2">
        <Button type="submit" variant="primary" size="lg" isPending={isPending}>
          {isNew ? "Make account" : "Sign in"}
        </Button>
        <p role="alert" className="min-h-5 text-sm text-failed">
          {errorAt(null)}
        </p>
      </div>
      {isSignUpOpen ? (
        <p className="border-t pt-4 text-sm text-muted">
          {isNew ? "You have an account?" : "You have no account?"}{" "}
          <Button
            variant="link"
            className="h-auto px-0"
            disabled={isPending}
            onClick={() => {
              setNew(!isNew);
              setProblem(null);
            }}
          >
            {isNew ? "Sign in" : "Make one"}
          </Button>
        </p>
      ) : null}
    </form>
  );
}

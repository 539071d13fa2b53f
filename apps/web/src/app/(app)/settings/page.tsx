import type { Metadata } from "next";
import { SettingsView } from "@/components/settings/settings-view";
import type { Account } from "@/components/settings/account";
import { Page } from "@/components/shell/page";
import { firstPaint } from "@/lib/api/server";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { data } = await firstPaint<Account>("/me");
  return (
    <Page title="Settings" lead="Your account, how this looks in this browser, and keys for programs.">
      <SettingsView initial={data} />
    </Page>
  );
}

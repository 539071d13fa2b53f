"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { useNow } from "@/lib/use-now";

const THEMES = [
  { name: "light", text: "Light", icon: Sun },
  { name: "dark", text: "Dark", icon: Moon },
  { name: "system", text: "As the system", icon: Monitor },
] as const;

/** Light, dark, or as the system is; remembered in this browser. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  // The server cannot know what this browser remembers.
  const chosen = useNow() === null ? null : theme;
  return (
    <div role="group" aria-label="Theme" className="flex flex-wrap gap-2">
      {THEMES.map(({ name, text, icon: Icon }) => (
        <Button key={name} variant={chosen === name ? "primary" : "outline"} aria-pressed={chosen === name} onClick={() => { setTheme(name); }}>
          <Icon aria-hidden /> {text}
        </Button>
      ))}
    </div>
  );
}

"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";

/** Light, dark, or as the system is. */
export function ThemeToggle() {
  const { setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Colour theme">
          <Sun className="dark:hidden" />
          <Moon className="hidden dark:block" />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={() => { setTheme("light"); }}><Sun /> Light</MenuItem>
        <MenuItem onSelect={() => { setTheme("dark"); }}><Moon /> Dark</MenuItem>
        <MenuItem onSelect={() => { setTheme("system"); }}><Monitor /> System</MenuItem>
      </MenuContent>
    </Menu>
  );
}

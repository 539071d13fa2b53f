"use client";

import { MoveRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/menu";
import { APPLICATION_STATUS, STATUSES } from "@/lib/desk/applications";
import type { Application, ApplicationStatus } from "@/lib/desk/types";

/** Where an application may be moved: anywhere but where it is. */
export function MoveMenu({ application, title, onMove }: { application: Application; title: string; onMove: (status: ApplicationStatus) => void }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Move: ${title}`}><MoveRight /> Move</Button>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>Move to</MenuLabel>
        {STATUSES.filter((status) => status !== application.status).map((status) => (
          <MenuItem key={status} onSelect={() => { onMove(status); }}>{APPLICATION_STATUS[status].text}</MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

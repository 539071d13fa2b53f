"use client";

import { flexRender, getCoreRowModel, useReactTable, type Row, type RowSelectionState, type Updater } from "@tanstack/react-table";
import { memo } from "react";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import type { SteadyRow } from "@/lib/jobs/rows";
import { cn } from "@/lib/utils";
import { COLUMN_CLASS, COLUMNS } from "./columns";
import styles from "./jobs.module.css";

interface JobsTableProps {
  rows: SteadyRow[];
  selection: RowSelectionState;
  onSelection: (updater: Updater<RowSelectionState>) => void;
  /** The row that the keys are on. */
  currentId: string | null;
  onCurrent: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The jobs as a table. Rows take the focus, one tab stop for all of them. */
export function JobsTable({ rows, selection, onSelection, currentId, onCurrent, onOpen }: JobsTableProps) {
  // eslint-disable-next-line react-hooks/incompatible-library -- its rows are memoised below by what they show
  const table = useReactTable({
    data: rows,
    columns: COLUMNS,
    state: { rowSelection: selection },
    onRowSelectionChange: onSelection,
    getRowId: (row) => row.job.id,
    getCoreRowModel: getCoreRowModel(),
  });
  const tabStop = rows.some((row) => row.job.id === currentId) ? currentId : rows[0]?.job.id;
  return (
    <Table label="Jobs">
      <thead className="border-b">
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <TableHead key={header.id} className={COLUMN_CLASS[header.column.id]}>
                {flexRender(header.column.columnDef.header, header.getContext())}
              </TableHead>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <JobRow
            key={row.id}
            row={row}
            shown={row.original}
            isSelected={row.getIsSelected()}
            isTabStop={row.id === tabStop}
            onCurrent={onCurrent}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface JobRowProps {
  row: Row<SteadyRow>;
  /** What the row shows: `row` is another object after every change of the list. */
  shown: SteadyRow;
  isSelected: boolean;
  isTabStop: boolean;
  onCurrent: (id: string) => void;
  onOpen: (id: string) => void;
}

const JobRow = memo(
  function JobRow({ row, shown, isSelected, isTabStop, onCurrent, onOpen }: JobRowProps) {
    const { id } = shown.job;
    return (
      <tr
        id={`job-${id}`}
        data-job={id}
        data-selected={isSelected}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={() => { onCurrent(id); }}
        onClick={(event) => {
          const isOnControl = (event.target as HTMLElement).closest("a, button, input, label") !== null;
          if (!isOnControl && (window.getSelection()?.toString() ?? "") === "") onOpen(id);
        }}
        className={cn(
          "cursor-pointer border-b last:border-0 hover:bg-raised/50 data-[selected=true]:bg-accent-soft/50",
          styles["row"],
          shown.left !== null && styles["left"],
          shown.isNew && shown.changes === 0 && styles["arrived"],
          shown.changes > 0 && (shown.changes % 2 === 1 ? styles["flashOdd"] : styles["flashEven"]),
        )}
      >
        {row.getVisibleCells().map((cell) => (
          <TableCell key={cell.id} className={cn("h-13 py-1.5", COLUMN_CLASS[cell.column.id])}>
            {flexRender(cell.column.columnDef.cell, cell.getContext())}
          </TableCell>
        ))}
      </tr>
    );
  },
  (before, after) =>
    before.shown === after.shown &&
    before.isSelected === after.isSelected &&
    before.isTabStop === after.isTabStop &&
    before.onOpen === after.onOpen &&
    before.onCurrent === after.onCurrent,
);

export const dynamic = "force-dynamic";

/** This process serves; says nothing about what it needs. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}

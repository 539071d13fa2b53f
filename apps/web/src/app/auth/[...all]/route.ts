import { answerAuth } from "@/lib/auth/auth-door";

export const dynamic = "force-dynamic";

export { answerAuth as GET, answerAuth as POST };

/** The signed-in person, as pages know them. */
export type SessionUser = { id: string; name: string; email: string; operator: boolean };
export type Session = { user: SessionUser | null };

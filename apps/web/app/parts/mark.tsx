/** Two sockets and the cable between them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g fill="none" strokeWidth="2.5" strokeLinecap="round" className="stroke-on-accent">
        <circle cx="9" cy="11" r="2.75" />
        <circle cx="23" cy="21" r="2.75" />
        <path d="M11.75 11H13c6 0 1.5 10 7.25 10" />
      </g>
    </svg>
  );
}

const columns = [40, 100, 160, 220, 280, 340, 400];
const rows = [60, 140, 220, 300, 380, 460];

type Cable = { path: string; ends: readonly [number, number][]; className: string };

const cables: readonly Cable[] = [
  {
    path: 'M100 140C100 330 280 200 280 380',
    ends: [
      [100, 140],
      [280, 380],
    ],
    className: 'stroke-accent',
  },
  {
    path: 'M220 60C220 200 400 90 400 220',
    ends: [
      [220, 60],
      [400, 220],
    ],
    className: 'stroke-control',
  },
  {
    path: 'M40 300C40 470 220 330 220 460',
    ends: [
      [40, 300],
      [220, 460],
    ],
    className: 'stroke-control',
  },
];

/** The panel that gave the product its name. Decoration. */
export function PatchField() {
  return (
    <svg aria-hidden="true" viewBox="0 0 440 520" className="w-full max-w-110" fill="none">
      {rows.flatMap((y) =>
        columns.map((x) => (
          <circle
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            r="9"
            className="fill-canvas stroke-line"
            strokeWidth="1.5"
          />
        )),
      )}
      {cables.map(({ path, ends, className }) => (
        <g key={path} className={className}>
          <path d={path} strokeWidth="5" strokeLinecap="round" />
          {ends.map(([x, y]) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r="9" strokeWidth="5" className="fill-sunken" />
          ))}
        </g>
      ))}
    </svg>
  );
}

import { brandHex, brands } from './brands.ts';
import { monogram, monogramHex } from './monogram.ts';

export type ProviderMarkProps = {
  /** The provider's key in the catalog. */
  brand: string;
  name: string;
  size?: 'sm' | 'md' | 'lg';
};

const sizes = { sm: 'size-6', md: 'size-9', lg: 'size-12' };

/** Decoration beside a name. Colours are SVG attributes: the content policy allows no inline style. */
export function ProviderMark({ brand, name, size = 'md' }: ProviderMarkProps) {
  const known = brands[brand];
  return (
    <svg aria-hidden="true" viewBox="0 0 36 36" className={`shrink-0 ${sizes[size]}`}>
      <rect
        width="36"
        height="36"
        rx="8"
        fill={`#${known?.hex ?? brandHex[brand] ?? monogramHex(name)}`}
      />
      <rect x="0.5" y="0.5" width="35" height="35" rx="7.5" fill="none" className="stroke-ink/12" />
      {known === undefined ? (
        <text
          x="18"
          y="23"
          textAnchor="middle"
          fontSize="14"
          fontWeight="600"
          fill="#fff"
          className="font-sans"
        >
          {monogram(name)}
        </text>
      ) : (
        <path d={known.path} fill="#fff" transform="translate(8 8) scale(0.8334)" />
      )}
    </svg>
  );
}

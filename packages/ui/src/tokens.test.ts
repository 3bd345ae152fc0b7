import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Oklch = [lightness: number, chroma: number, hue: number];
type Theme = 'light' | 'dark';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const pair = /--color-([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)/g;
const tokens = new Map(
  [...css.matchAll(pair)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light: numbers(light), dark: numbers(dark) },
  ]),
);

function numbers(text: string): Oklch {
  const [lightness = 0, chroma = 0, hue = 0] = text.split(' ').map(Number);
  return [lightness, chroma, hue];
}

/** Björn Ottosson's OKLab matrices (https://bottosson.github.io/posts/oklab/), to linear sRGB. */
function linearRgb([lightness, chroma, hue]: Oklch): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function luminance(name: string, theme: Theme): number {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`no colour token ${name}`);
  const [red, green, blue] = linearRgb(token[theme]);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [dark = 0, light = 0] = [luminance(one, theme), luminance(other, theme)].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const text: [ink: string, on: string[]][] = [
  ['ink', grounds],
  ['muted', grounds],
  ['accent-ink', [...grounds, 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['ok', ['surface', 'canvas', 'ok-soft']],
  ['warn', ['surface', 'canvas', 'warn-soft']],
  ['bad', ['surface', 'canvas', 'raised', 'bad-soft']],
  ['surface', ['bad', 'bad-hover']],
  ['ink', ['ok-soft', 'warn-soft', 'bad-soft', 'accent-soft']],
  ['muted', ['warn-soft', 'bad-soft', 'accent-soft']],
];
const marks: [mark: string, on: string[]][] = [
  ['ok-mark', ['surface', 'canvas']],
  ['warn-mark', ['surface', 'canvas']],
  ['bad-mark', ['surface', 'canvas']],
  ['control', ['surface', 'canvas', 'raised']],
  ['faint', ['surface', 'canvas', 'sunken']],
  ['accent', ['surface', 'canvas', 'sunken']],
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(text)('reads %s as text (4.5:1) on every ground it stands on', (ink, on) => {
    const weak = on.filter((ground) => contrast(ink, ground, theme) < 4.5);
    expect(weak.map((ground) => [ground, contrast(ink, ground, theme)])).toEqual([]);
  });

  it.each(marks)('shows %s as a mark (3:1) on every ground it stands on', (mark, on) => {
    const weak = on.filter((ground) => contrast(mark, ground, theme) < 3);
    expect(weak.map((ground) => [ground, contrast(mark, ground, theme)])).toEqual([]);
  });
});

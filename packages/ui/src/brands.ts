import { siDiscord, siNotion, siObsstudio, siReddit, siWordpress, siXmpp } from 'simple-icons';

export type Brand = { path: string; hex: string };

/**
 * Marks that simple-icons carries, by provider key. Slack, LinkedIn and MediaWiki are not in it,
 * nor are the smaller vendors: those get a monogram, so a new provider needs nothing here.
 */
export const brands: Partial<Record<string, Brand>> = {
  discord: siDiscord,
  notion: siNotion,
  obs: siObsstudio,
  reddit: siReddit,
  wordpress: siWordpress,
  xmpp: siXmpp,
};

/** The vendors' own colours, for monograms. */
export const brandHex: Partial<Record<string, string>> = {
  irc: '1F6F8B',
  linkedin: '0A66C2',
  mailcow: 'B4690E',
  mediawiki: '006699',
  msp360: '0B5FA5',
  pylon: '5B3FD6',
  slack: '4A154B',
  syncro: '0F7B5F',
};

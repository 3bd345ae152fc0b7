export { type IrcServer, startIrc } from './irc/start.ts';
export { type MediaWikiServer, startMediaWiki } from './mediawiki/start.ts';
export { type ProsodyServer, startProsody } from './prosody/start.ts';
export { type Pubnix, startPubnix } from './ssh/start.ts';

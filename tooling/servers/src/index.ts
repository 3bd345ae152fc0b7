export { type MediaWikiServer, startMediaWiki } from './mediawiki/start.ts';

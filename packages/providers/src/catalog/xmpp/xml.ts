/// <reference path="./xmpp-xml.d.ts" />
export { type Element, escapeXML, Parser, xml } from '@xmpp/xml';

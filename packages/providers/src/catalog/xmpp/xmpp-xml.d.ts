/** The part of `@xmpp/xml` 0.14 that is used here. The types that others publish for it declare a `JSX` beside React's. */
declare module '@xmpp/xml' {
  export class Element {
    attrs: Record<string, string>;
    /** Without its prefix. */
    getName(): string;
    getText(): string;
    is(name: string, xmlns?: string): boolean;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildElements(): Element[];
    getChildrenByAttr(name: string, value: string): Element[];
    toString(): string;
  }

  /** `start`: the root without its children. `element`: a whole child of the root. */
  export class Parser {
    on(event: 'start' | 'element', listener: (element: Element) => void): this;
    on(event: 'error' | 'end', listener: () => void): this;
    write(text: string): void;
  }

  export function escapeXML(text: string): string;

  export function xml(
    name: string,
    attributes: Record<string, string>,
    ...children: (Element | string)[]
  ): Element;
}

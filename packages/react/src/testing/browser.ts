import { Window } from 'happy-dom';

/**
 * A document for React in a process that is also the server: only what React and Testing Library look for is made
 * global, so that fetch, streams and URLs stay Node's. Import it before anything that renders.
 */
const window = new Window({ url: 'https://patchbay.example/' });

const names = [
  'document',
  'navigator',
  'HTMLElement',
  'HTMLInputElement',
  'HTMLIFrameElement',
  'HTMLFormElement',
  'HTMLDialogElement',
  'Element',
  'Node',
  'DocumentFragment',
  'MutationObserver',
  'MouseEvent',
  'KeyboardEvent',
  'FormData',
  'getComputedStyle',
  'requestAnimationFrame',
  'cancelAnimationFrame',
] as const;

Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
for (const name of names)
  Object.defineProperty(globalThis, name, {
    value: Reflect.get(window, name),
    configurable: true,
    writable: true,
  });
Object.defineProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT', { value: true, writable: true });

export { window as browserWindow };

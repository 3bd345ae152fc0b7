// The streams entry exists beside the documented one, but @types/react-dom 18 does not name it.
declare module 'react-dom/server.browser' {
  export { renderToReadableStream } from 'react-dom/server';
}

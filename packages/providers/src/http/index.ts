export { isAllowEntry } from './addresses.ts';
export type { ApiClient, CallOptions } from './api-client.ts';
export * from './create-http.ts';
export * from './errors.ts';
export type { Http, HttpOptions, OutboundReply, OutboundRequest, Probe, Resolve } from './http.ts';
export { describeRewrites, type Rewrites, type RewriteView, rewriteUrl } from './rewrites.ts';
export type { StreamControl, StreamHandler, StreamRequest, Streams } from './streams.ts';
export { fingerprintOf } from './tls.ts';
export { fromTransport } from './transport-errors.ts';

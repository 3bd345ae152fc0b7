import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

const DATABASE_URL = 'postgres://user:secret-word@127.0.0.1/patchbay';

describe('readEnvironment', () => {
  it('needs nothing but the database', () => {
    expect(readEnvironment({ DATABASE_URL })).toMatchObject({
      HEALTH_SWEEP_CRON: '*/15 * * * *',
      HEALTH_CONCURRENCY: 32,
      OUTBOUND_ALLOW: [],
      OUTBOUND_REWRITES: {},
      LOG_LEVEL: 'info',
    });
  });

  it('reads the sandbox as pairs of host and address', () => {
    const { OUTBOUND_REWRITES } = readEnvironment({
      DATABASE_URL,
      OUTBOUND_REWRITES: '*.a.example=http://127.0.0.1:1/x?y=z, b.example=http://127.0.0.1:2',
    });
    expect(OUTBOUND_REWRITES).toEqual({
      '*.a.example': 'http://127.0.0.1:1/x?y=z',
      'b.example': 'http://127.0.0.1:2',
    });
  });

  it('keeps what can stand in for settings of providers, good or bad, and nothing else', () => {
    const { variables } = readEnvironment({
      DATABASE_URL,
      IRC_ATHEME_JSONRPC_URL: 'no address at all',
      IRC_SERVER: 'irc.example.org',
      SOMETHING_ELSE: 'x',
    });
    expect(variables).toEqual({
      IRC_ATHEME_JSONRPC_URL: 'no address at all',
      IRC_SERVER: 'irc.example.org',
    });
  });

  it.each([
    ['DATABASE_URL', 'mysql://secret-word'],
    ['DATABASE_URL', ''],
    ['HEALTH_SWEEP_CRON', 'every secret-word'],
    ['HEALTH_CONCURRENCY', '0'],
    ['HEALTH_HOST_CONCURRENCY', 'secret-word'],
    ['HEALTH_JITTER_SECONDS', '-1'],
    ['HEALTH_RETENTION_DAYS', '1.5'],
    ['OUTBOUND_ALLOW', 'secret-word/99'],
    ['OUTBOUND_REWRITES', 'secret-word'],
    ['LOG_LEVEL', 'secret-word'],
  ])('names %s when it is bad and does not repeat the value', (name, value) => {
    const read = () => readEnvironment({ DATABASE_URL, [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow('secret-word');
  });
});

import { expect, test } from 'vitest';
import { consentWords } from './consent-words.ts';

test('every outcome of a callback has words, and an invented one has only ours', () => {
  for (const outcome of ['denied', 'expired', 'taken', 'forbidden', 'conflict', 'unreachable'])
    expect(consentWords(outcome, 'Discord').title).not.toContain('refused the request');
  for (const invented of ['<script>', 'toString', ''])
    expect(consentWords(invented, 'Discord')).toEqual(consentWords('invalid_client', 'Discord'));
});

import { invalidField } from '@patchbay/core';

/**
 * Length and nothing else (NIST SP 800-63B: composition rules make passwords worse). 12 stands between
 * its 8, meant to come with a second factor, and its 15 for a password alone: guessing is limited here.
 */
export const shortestPassword = 12;
export const longestPassword = 128;

/** What remains of the lists of most used passwords at this length, plus this product's own name. */
const common = [
  '123456789012',
  '1234567890123',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'administrator',
  'changemechangeme',
  'correcthorsebatterystaple',
  'iloveyouiloveyou',
  'letmeinletmein',
  'passwordpassword',
  'password1234',
  'password12345',
  'password123456',
  'patchbaypatchbay',
  'patchbay1234',
  'q1w2e3r4t5y6',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdfghjkl',
  'qwerty123456',
  'welcome12345',
];

/** Refuses with `invalid_input` naming `field`; otherwise answers nothing. */
export function checkPassword(password: string, email: string, field = 'password'): void {
  if (password.length < shortestPassword)
    throw invalidField(field, `At least ${shortestPassword} characters.`);
  if (password.length > longestPassword)
    throw invalidField(field, `At most ${longestPassword} characters.`);
  const plain = password.toLowerCase();
  const easy = new Set(plain).size < 5 || common.includes(plain) || plain === email.toLowerCase();
  if (easy) throw invalidField(field, 'This one is easy to guess. Choose another.');
}

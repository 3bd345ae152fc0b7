import { z } from 'zod';

const longest = 30;

/** Services and their kind: a person of such a name would be believed. */
const service = /serv$/i;

/** RFC 2812, section 2.3.1. Networks may allow less; then NickServ says so. */
export const Nick = z
  .string()
  .trim()
  .min(1, 'is required')
  .max(longest, `is longer than ${longest} characters`)
  .regex(
    /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/,
    'may hold letters a to z, digits and -[]\\`_^{|}, and begins with none of the digits and no hyphen',
  )
  .refine((nick) => !service.test(nick), 'is reserved for services');

const capitals: Record<string, string> = { '[': '{', ']': '}', '\\': '|', '~': '^' };

/** Nicks as the network compares them: `[]\~` are the capitals of `{}|^` (RFC 1459, section 2.2). */
export const foldNick = (nick: string): string =>
  nick.toLowerCase().replace(/[[\]\\~]/g, (letter) => capitals[letter] ?? letter);

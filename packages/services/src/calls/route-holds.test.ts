import { expect, it } from 'vitest';
import { holdRoute, type RouteHolds, routeOf, routeWait } from './route-holds.ts';

it('tells routes apart by method and path, not by the query', () => {
  expect(routeOf({ method: 'GET', endpoint: '/a?b=1' })).toBe('GET /a');
  expect(routeOf({ method: 'POST', endpoint: '/a' })).toBe('POST /a');
});

it('lets a route go when its time is over, and forgets it', () => {
  const holds: RouteHolds = new Map();
  holdRoute(holds, 'GET /a', 1_000);
  expect([routeWait(holds, 'GET /a', 400), routeWait(holds, 'GET /b', 400)]).toEqual([600, 0]);
  expect(routeWait(holds, 'GET /a', 1_000)).toBe(0);
  expect(holds.size).toBe(0);
});

it('keeps the newest when there are too many', () => {
  const holds: RouteHolds = new Map();
  for (let number = 0; number < 600; number += 1) holdRoute(holds, `GET /${number}`, 1_000);
  expect(holds.size).toBe(500);
  expect([holds.has('GET /99'), holds.has('GET /599')]).toEqual([false, true]);
});

/** Bounds how many tasks of a process run at once; the others wait their turn. */
export function createPlaces(most: number) {
  let taken = 0;
  const line: (() => void)[] = [];

  const leave = () => {
    const next = line.shift();
    // A place passes straight to the next in line.
    if (next) next();
    else taken -= 1;
  };
  return async function pass<Value>(task: () => Promise<Value>): Promise<Value> {
    if (taken < most) taken += 1;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      return await task();
    } finally {
      leave();
    }
  };
}

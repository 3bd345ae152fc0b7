/** Bytes of bodies that a process holds at once; whoever finds no room is asked to come back. */
export type Room = { enter(): Place };
export type Place = {
  /** False when there is no room for so much more. */
  take(bytes: number): boolean;
  leave(): void;
};

/**
 * Anybody can begin to send: however many do at once, and however slowly, what is kept of them until they are answered
 * stays below `most` bytes.
 */
export function createRoom(most: number): Room {
  let held = 0;
  return {
    enter() {
      let own = 0;
      return {
        take(bytes) {
          if (held + bytes > most) return false;
          held += bytes;
          own += bytes;
          return true;
        },
        leave() {
          held -= own;
          own = 0;
        },
      };
    },
  };
}

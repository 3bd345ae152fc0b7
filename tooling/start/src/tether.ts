import process from 'node:process';

/**
 * Loaded into every child before its own code: when the process that started it is gone, even by
 * SIGKILL, the IPC channel closes and the child stops as if asked to.
 */
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 3_000).unref();
});
// The listener must not keep a process alive that has nothing else to do.
process.channel?.unref();

import { startSandbox } from './start.ts';

const sandbox = await startSandbox({
  port: Number(process.env.SANDBOX_PORT ?? 4010),
  run: Date.now().toString(36),
});
console.log(JSON.stringify({ url: sandbox.url, demo: sandbox.demo }));

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));

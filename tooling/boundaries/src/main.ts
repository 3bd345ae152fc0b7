import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { checkRepository } from './check.ts';
import { printed } from './finding.ts';

const findings = checkRepository(fileURLToPath(new URL('../../..', import.meta.url)));
for (const finding of findings) console.error(printed(finding));
if (findings.length > 0) console.error(`\n${findings.length} broken boundaries`);
process.exitCode = findings.length === 0 ? 0 : 1;

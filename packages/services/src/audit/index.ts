export { listAudit as list } from './list.ts';
export { verifyAudit as verify } from './verify.ts';

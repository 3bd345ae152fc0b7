import { type Chance, chance, daysBefore } from '../chance.ts';
import { companyName, domainOf, firstNames, lastNames } from '../names.ts';

const subjects = [
  'Printer prints blank pages',
  'VPN drops every hour',
  'New laptop for a starter',
  'Mailbox is full',
  'Server room too warm',
  'Password reset for the reception desk',
  'Scanner not found after update',
  'Backup reports missing files',
] as const;
const ticketStatuses = ['New', 'In Progress', 'Waiting on Customer', 'Resolved'] as const;
const problemTypes = ['Network', 'Hardware', 'Software', 'Accounts'] as const;
const priorities = ['0 Urgent', '1 High', '2 Normal', '3 Low'] as const;
const assetTypes = ['Syncro Device', 'Server', 'Laptop', 'Printer'] as const;
const alertTexts = [
  'Low disk space on C:',
  'Device has been offline for 2 hours',
  'Windows Defender is switched off',
  'CPU above 95 % for 30 minutes',
] as const;

/** One Syncro account: the same for the same tenant number, wherever and whenever it is built. */
export function syncroTenant(tenant: number) {
  const draw = chance(tenant * 7919 + 1);
  const customers = Array.from({ length: 24 + draw.below(12) }, (_, index) =>
    customer(draw, tenant, index),
  );
  const ownerOf = () => customers[draw.below(customers.length)] ?? customer(draw, tenant, 0);
  return {
    customers,
    tickets: Array.from({ length: 40 }, (_, index) => ticket(draw, ownerOf(), tenant, index)),
    assets: Array.from({ length: 45 }, (_, index) => asset(draw, ownerOf(), tenant, index)),
    alerts: Array.from({ length: 12 }, (_, index) => alert(draw, ownerOf(), tenant, index)),
  };
}
export type SyncroTenant = ReturnType<typeof syncroTenant>;

type Customer = ReturnType<typeof customer>;

function customer(draw: Chance, tenant: number, index: number) {
  const business = companyName(index + tenant);
  const firstname = draw.pick(firstNames);
  return {
    id: tenant * 1_000 + index + 1,
    business_name: business,
    firstname,
    lastname: draw.pick(lastNames),
    email: `${firstname.toLowerCase()}@${domainOf(business)}`,
    phone: `555-01${String(draw.below(100)).padStart(2, '0')}`,
    created_at: daysBefore(100 + draw.below(900)),
    updated_at: daysBefore(draw.below(100)),
    disabled: false,
  };
}

function ticket(draw: Chance, owner: Customer, tenant: number, index: number) {
  return {
    id: tenant * 1_000 + 400 + index,
    number: 1_000 + index,
    subject: draw.pick(subjects) as string,
    status: draw.pick(ticketStatuses) as string,
    problem_type: draw.pick(problemTypes) as string,
    priority: draw.pick(priorities) as string,
    customer_id: owner.id,
    customer_business_then_name: owner.business_name,
    created_at: daysBefore(index, draw.below(600)),
    updated_at: daysBefore(Math.floor(index / 2)),
  };
}

const asset = (draw: Chance, owner: Customer, tenant: number, index: number) => ({
  id: tenant * 1_000 + 500 + index,
  name: `${owner.business_name.slice(0, 3).toUpperCase()}-${100 + index}`,
  customer_id: owner.id,
  asset_type: draw.pick(assetTypes) as string,
  asset_serial: `SN${tenant}-${10_000 + draw.below(89_999)}`,
  created_at: daysBefore(200 + index),
});

function alert(draw: Chance, owner: Customer, tenant: number, index: number) {
  const isResolved = draw.below(3) === 0;
  return {
    id: tenant * 1_000 + 700 + index,
    customer_id: owner.id,
    computer_name: `${owner.business_name.slice(0, 3).toUpperCase()}-${100 + index}`,
    description: draw.pick(alertTexts) as string,
    status: isResolved ? 'resolved' : 'active',
    resolved: isResolved,
    created_at: daysBefore(index, draw.below(900)),
  };
}

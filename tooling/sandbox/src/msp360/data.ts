import { type Chance, chance, daysBefore } from '../chance.ts';
import { companyName, domainOf, firstNames, lastNames } from '../names.ts';

const statuses = [
  'Success',
  'Success',
  'Success',
  'Success',
  'Success',
  'Warning',
  'Error',
  'Overdue',
  'Running',
  'Interrupted',
] as const;
const plans = ['Files to cloud', 'Image of C:', 'SQL nightly', 'Documents hourly'] as const;
const gigabyte = 1024 ** 3;

/** GUID-shaped and repeatable. */
const guid = (tenant: number, kind: number, index: number): string =>
  `${tenant.toString(16).padStart(8, '0')}-${kind.toString(16).padStart(4, '0')}-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** One Managed Backup account: companies, their users, and the last run of every plan. */
export function msp360Tenant(tenant: number) {
  const draw = chance(tenant * 104_729 + 3);
  const companies = Array.from({ length: 4 + draw.below(5) }, (_, index) =>
    company(draw, tenant, index),
  );
  const users = companies.flatMap((owner, place) =>
    Array.from({ length: 2 + draw.below(3) }, (_, index) =>
      user(draw, owner, guid(tenant, 2, place * 10 + index)),
    ),
  );
  const monitoring = users.flatMap((owner, place) =>
    plans
      .slice(0, 1 + draw.below(3))
      .map((plan, index) => run(draw, owner, plan, guid(tenant, 3, place * 10 + index))),
  );
  return { companies, users, monitoring };
}
export type Msp360Tenant = ReturnType<typeof msp360Tenant>;

const company = (draw: Chance, tenant: number, index: number) => ({
  Id: guid(tenant, 1, index),
  Name: companyName(index * 3 + tenant),
  StorageLimit: draw.below(3) === 0 ? -1 : 500 * gigabyte,
  LicenseSettings: draw.below(3),
  Destinations: [],
});

function user(draw: Chance, owner: ReturnType<typeof company>, id: string) {
  const FirstName = draw.pick(firstNames);
  const Email = `${FirstName.toLowerCase()}.${id.slice(-2)}@${domainOf(owner.Name)}`;
  return {
    ID: id,
    Email,
    FirstName,
    LastName: draw.pick(lastNames),
    NotificationEmails: [Email],
    Company: owner.Name,
    Enabled: draw.below(10) > 0,
    // The vendor spells it this way.
    LicenseManagmentMode: 0,
    DestinationList: [],
    SpaceUsed: draw.below(400) * gigabyte,
  };
}

function run(draw: Chance, owner: ReturnType<typeof user>, plan: string, id: string) {
  const status = draw.pick(statuses);
  const copied = draw.below(5_000);
  return {
    PlanName: plan,
    PlanId: id,
    PlanType: 1,
    CompanyName: owner.Company,
    UserName: owner.Email,
    UserID: owner.ID,
    ComputerName: `PC-${id.slice(-4).toUpperCase()}`,
    LastStart: daysBefore(draw.below(3), draw.below(1_000)),
    NextStart: daysBefore(-1, draw.below(600)),
    Status: status,
    ErrorMessage: status === 'Error' ? 'The network path was not found' : '',
    FilesCopied: copied,
    FilesFailed: status === 'Warning' ? 1 + draw.below(20) : 0,
    DataCopied: copied * 1_048_576,
    TotalData: copied * 4_194_304,
    Duration: `00:${String(draw.below(60)).padStart(2, '0')}:00`,
    DetailedReportLink: '',
  };
}

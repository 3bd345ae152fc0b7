import { z } from 'zod';

// Shapes from the MBS API help and the vendor's PowerShell module. Casing differs between endpoints.
export const Login = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

export const Company = z.object({
  Id: z.string(),
  Name: z.string(),
  /** Bytes; a negative number means no limit. */
  StorageLimit: z.number().nullish(),
});

export const User = z.object({
  ID: z.string(),
  Email: z.string().nullish(),
  FirstName: z.string().nullish(),
  LastName: z.string().nullish(),
  Company: z.string().nullish(),
  Enabled: z.boolean().nullish(),
  SpaceUsed: z.number().nullish(),
});

export const planStatuses = [
  'Success',
  'Overdue',
  'Error',
  'Running',
  'Unknown',
  'Interrupted',
  'UnexpectedlyClosed',
  'Warning',
] as const;

/** The wire form of `Status` is not documented: a name or its place in the list, both are read. */
const PlanStatus = z.union([z.string(), z.number()]).transform((raw) => {
  const name = /^\d+$/.test(String(raw)) ? planStatuses[Number(raw)] : raw;
  return planStatuses.find((status) => status === name) ?? 'Unknown';
});

export const MonitoringRow = z.object({
  PlanName: z.string().nullish(),
  PlanId: z.string().nullish(),
  CompanyName: z.string().nullish(),
  UserID: z.string().nullish(),
  UserName: z.string().nullish(),
  ComputerName: z.string().nullish(),
  LastStart: z.string().nullish(),
  NextStart: z.string().nullish(),
  Status: PlanStatus,
  ErrorMessage: z.string().nullish(),
  FilesCopied: z.number().nullish(),
  FilesFailed: z.number().nullish(),
  DataCopied: z.number().nullish(),
  TotalData: z.number().nullish(),
});

export const Companies = z.array(Company);
export const Users = z.array(User);
export const Monitoring = z.array(MonitoringRow);

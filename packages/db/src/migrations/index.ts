import { CreateIdentity } from './20261120090000-create-identity.ts';
import { CreateIntegrations } from './20261120090100-create-integrations.ts';
import { CreateConnections } from './20261203090000-create-connections.ts';
import { CreateCallLimits } from './20261203090100-create-call-limits.ts';
import { AddRemoteAccounts } from './20261203090200-add-remote-accounts.ts';
import { CreateWebhooks } from './20261205090000-create-webhooks.ts';
import { CreateSignOn } from './20261210090000-create-sign-on.ts';
import { CreateAccounts } from './20261210090050-create-accounts.ts';
import { CreateDeliveries } from './20261210090300-create-deliveries.ts';
import { CreateAlerts } from './20261212090000-create-alerts.ts';
import { CreateOffboarding } from './20261214090000-create-offboarding.ts';
import { AddConsentsOfPeople } from './20261216090000-add-consents-of-people.ts';

/** In order of birth; a migration that has shipped never changes. */
export const migrations = [
  { name: '20261120090000-create-identity', class: CreateIdentity },
  { name: '20261120090100-create-integrations', class: CreateIntegrations },
  { name: '20261203090000-create-connections', class: CreateConnections },
  { name: '20261203090100-create-call-limits', class: CreateCallLimits },
  { name: '20261203090200-add-remote-accounts', class: AddRemoteAccounts },
  { name: '20261205090000-create-webhooks', class: CreateWebhooks },
  { name: '20261210090050-create-accounts', class: CreateAccounts },
  { name: '20261212090000-create-alerts', class: CreateAlerts },
  { name: '20261210090300-create-deliveries', class: CreateDeliveries },
  { name: '20261210090000-create-sign-on', class: CreateSignOn },
  { name: '20261214090000-create-offboarding', class: CreateOffboarding },
  { name: '20261216090000-add-consents-of-people', class: AddConsentsOfPeople },
];
